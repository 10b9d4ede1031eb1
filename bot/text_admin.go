package bot

// Texts of answers that leave something out.
const (
	textWhyCapped    = "At most {} stories are explained at once."
	textTracksCapped = "An answer lists {} tracks at most."
)

// What readers say is wrong.
const (
	textButtonWrongSpeaker = "A wrong speaker?"
	textButtonWrong        = "Something wrong?"
	textButtonWrongIn      = "✗ %d"
	textButtonNotOneStory  = "Not one story"
	textButtonNotDiplomacy = "Not diplomacy"
	textWrongWhich         = "Under whose name do these words stand wrongly? Tap the quote; nothing of it tells who you are."
	textWrongWhat          = "What is wrong? Tap it; nothing of it tells who you are."
	textWrongHow           = "Below /quotes and /why stands a button for what is wrong."
	textWrongNoted         = "Noted, thank you. Whoever runs this sees it."
	textWrongAgain         = "You said so before; it is noted."
	textWrongGone          = "That is not there any more."
	textWrongMost          = "That is as much as one chat can say on a day; tomorrow again, please."
	textWrongWho           = "Who writes cannot be told from others here, so it would not count. Write to me alone."
	textAboutWrong         = "Readers were shown quotes %s and said %s that the speaker was wrong."
	textTimeOnce           = "time"
	textTimes              = "times"
	textPrivacyWrong       = "What is said to be wrong of a quote or a story is kept with it, without a name: that it was said once, and when."
)
