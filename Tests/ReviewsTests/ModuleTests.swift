import Testing
import ValenceReviews
