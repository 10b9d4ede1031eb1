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

// For who runs the bot, and who may use it.
const (
	textShutOut           key = "shut-out"
	textAdmin             key = "admin"
	textAdminAccess       key = "admin-access"
	textAdminAccessIs     key = "admin-access-is"
	textAdminHow          key = "admin-how"
	textAdminSources      key = "admin-sources"
	textAdminResting      key = "admin-resting"
	textAdminMoreSources  key = "admin-more-sources"
	textAdminSourcesWell  key = "admin-sources-well"
	textAdminSourceHow    key = "admin-source-how"
	textAdminWhichSource  key = "admin-which-source"
	textAdminNothingWrong key = "admin-nothing-wrong"
	textButtonSources     key = "button-sources"
	textButtonWrongList   key = "button-wrong-list"
	textButtonInvite      key = "button-invite"
	textButtonAdmin       key = "button-admin"
	textButtonRest        key = "button-rest"
	textButtonResume      key = "button-resume"
	textButtonCheck       key = "button-check"
	textInviteHow         key = "invite-how"
	textInvited           key = "invited"
	textInviteOpen        key = "invite-open"
	textBanHow            key = "ban-how"
	textBanOperator       key = "ban-operator"
	textBanned            key = "banned"
	textUnbanned          key = "unbanned"
	textNotice            key = "notice"
	textNoticeHow         key = "notice-how"
	textNoticeLong        key = "notice-long"
	textNoticePreview     key = "notice-preview"
	textNoticeNobody      key = "notice-nobody"
	textNoticeOld         key = "notice-old"
	textNoticeSent        key = "notice-sent"
	textNoticeGoes        key = "notice-goes"
	textButtonSend        key = "button-send"
)

// Of a story that the chat was told at once.
const (
	textToldThen    key = "told-then"
	textToldThenNew key = "told-then-new"
)
