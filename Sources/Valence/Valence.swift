@_exported import ValenceEvaluation
@_exported import ValenceModels
@_exported import ValenceReports
@_exported import ValenceReviews

/// The version of the library and the tool.
public let valenceVersion = "0.1.0"
