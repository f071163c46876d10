#pragma once
#include <libxml/xmlversion.h>
// Debian's libxml2 is built with ICU, whose headers clash with those inside Swift's Foundation. Nothing here uses the
// two members that they bring (of xmlCharEncodingHandler), so they are not included.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
