import Testing
import ValenceNetworks
