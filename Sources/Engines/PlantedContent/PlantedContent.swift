// The engine that answers: is this page carrying planted content? (to follow)
