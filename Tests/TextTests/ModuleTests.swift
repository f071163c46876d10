import Testing
import ValenceText
