package bot

// Texts of answers that leave something out.
const (
	textWhyCapped    = "At most {} stories are explained at once."
	textTracksCapped = "An answer lists {} tracks at most."
)
