import Testing
import ValenceModels
