package bot

// What readers say is wrong.
const (
	textButtonWrongSpeaker key = "button-wrong-speaker"
	textButtonWrong        key = "button-wrong"
	textButtonWrongIn      key = "button-wrong-in"
	textButtonNotOneStory  key = "button-not-one-story"
	textButtonNotDiplomacy key = "button-not-diplomacy"
	textWrongWhich         key = "wrong-which"
	textWrongWhat          key = "wrong-what"
	textWrongHow           key = "wrong-how"
	textWrongNoted         key = "wrong-noted"
	textWrongAgain         key = "wrong-again"
	textWrongGone          key = "wrong-gone"
	textWrongMost          key = "wrong-most"
	textWrongWho           key = "wrong-who"
	textAboutWrong         key = "about-wrong"
	textTimes              key = "times"
	textPrivacyWrong       key = "privacy-wrong"
)
