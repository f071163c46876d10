import Testing
import ValenceReports
