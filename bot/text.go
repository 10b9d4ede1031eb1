package bot

// Every text the bot says of its own is here, so that a translation has one
// place to go. What stands between ` is shown as typed; {} is filled in.

// The commands, each in a line: in /help and in the channel's menu.
const (
	textHelpStart    = "Subscribe this chat to the digest"
	textHelpLatest   = "The newest stories, about anything you name"
	textHelpQuotes   = "Who said exactly what"
	textHelpAsked    = "What was asked, and answered, in briefings and interviews"
	textHelpTrack    = "Where a negotiation stands"
	textHelpDigest   = "A digest of the last 24 hours, now"
	textHelpFollow   = "What the digest is about; narrow it"
	textHelpUnfollow = "Widen it again"
	textHelpMute     = "Leave out an outlet, or what is about something"
	textHelpAlerts   = "Breaking news at once; how often, and quiet hours"
	textHelpSchedule = "When the digest comes; change it"
	textHelpTimezone = "Whose clock it comes by; change it"
	textHelpSettings = "All settings in one message"
	textHelpSilent   = "Whether what comes by itself makes a sound"
	textHelpPause    = "Nothing comes by itself for some days"
	textHelpLanguage = "Which language I speak"
	textHelpSources  = "What is read"
	textHelpPrivacy  = "What is kept of this chat, and who runs this"
	textHelpExport   = "All that is kept of this chat, as a file"
	textHelpForget   = "Take this chat out of everything"
	textHelpChannel  = "Set up a channel of yours, from here"
	textHelpWhy      = "Why you see a story"
	textHelpStop     = "No more digests or alerts"
	textHelpHelp     = "What I can do"
	textHelpAbout    = "What this is and how it works"
)

// Starting and stopping.
const (
	textWelcome     = "I follow diplomacy: who met whom, what was agreed or refused, and who said exactly what."
	textSubscribed  = "This chat gets the digest {}. The next one comes {}."
	textAlready     = "This chat is already subscribed."
	textZoneIsGuess = "The clock is {}; `/timezone Berlin` sets yours. `/schedule 08:30` sets another time."
	textStartMore   = "{} narrows the digest to what matters here; `/alerts 3` brings breaking news as well."
	textStopped     = "No more digests or alerts will come here. /latest and /quotes still answer, and /start brings the digest back."
	textNotStarted  = "This chat gets no digests. /start subscribes it."
	textGreeting    = "Hello. I bring digests of diplomacy and answer /latest and /quotes. An administrator of this chat can subscribe it " +
		"with /start."
)

// Settings, and what is kept.
const (
	textSettings        = "Settings"
	textSettingsWhat    = "Write /settings alone and use its buttons, or one of /schedule, /timezone, /follow, /alerts, /silent and /pause."
	textResting         = "Nothing comes by itself until {}."
	textZoneLine        = "Clock: {}"
	textAlertsLine      = "Breaking news: {}"
	textSoundLine       = "Sound: {}"
	textFollowsLine     = "About: {}"
	textNone            = "none"
	textNotBetween      = ", not between %s and %s"
	textWithSound       = "on"
	textSilent          = "off"
	textAllDiplomacy    = "all diplomacy"
	textAlertsADay      = "⚡ %d"
	textNoAlerts        = "No alerts"
	textButtonSubscribe = "Subscribe"
	textButtonSilent    = "Silent"
	textButtonPause     = "Pause a week"
	textButtonEndPause  = "End the pause"
	textButtonZone      = "Time zone"
	textButtonLanguage  = "Language"
	textButtonPrivacy   = "Privacy"
	textButtonEveryDay  = "Every day"
	textButtonWeekends  = "Weekends"
	textButtonNoDigest  = "No digest"
	textButtonBack      = "‹ Settings"
	textSilentHow       = "Write `/silent on` or `/silent off`."
	textNowSilent       = "What comes by itself makes no sound from now on. `/silent off` brings it back."
	textNowSound        = "What comes by itself makes a sound."
	textPauseHow        = "For how long? Write `/pause 3 days`, `/pause 2 weeks` (90 days at most), or `/pause off`."
	textLanguage        = "I speak English so far; that is all I can be set to. Write in English, Russian, Ukrainian, French, Spanish, " +
		"German, Arabic or " +
		"Chinese: I look for names and words in all of them, and show headlines and quotes as they were published."
	textPrivacyKept = "Kept of this chat: its id and title, its language, time zone and schedule, what it follows and leaves out, which " +
		"alerts and " +
		"digests it was sent, and the last lists whose pages can be turned."
	textPrivacyNot   = "Not kept: what is written here. A message is read, answered and let go. Nothing is given to anybody."
	textPrivacyLong  = "All of it stays until /forget takes it out; sent digests go by themselves after some weeks. /export shows it."
	textPrivacyWho   = "This bot is run by whoever set it up; the program is free software and sends nothing to its authors."
	textPrivacyRunBy = "This bot is run by {}. The program is free software and sends nothing to its authors."
	textNothingKept  = "Nothing is kept of this chat."
	textExported     = "All that is kept of this chat."
	textForgetSure   = "Shall I forget this chat? Its subscription, settings and what it was sent go for good; backups follow with " +
		"their next cycle."
	textForgotten       = "Forgotten. Nothing is kept of this chat any more; /start begins anew."
	textSourcesTitle    = "What is read"
	textNoSources       = "The sources are not listed here."
	textButtonExport    = "Export"
	textButtonForget    = "Forget"
	textButtonForgetYes = "Yes, forget it"
	textProfile         = "Diplomacy, followed for you: who met whom, what was agreed or refused, who said exactly what."
	textDescription     = "I read official and press sources in eight languages and keep what is diplomacy. Press Start for a digest at " +
		"the hour you " +
		"choose. Ask me for the latest about anything, or for who said exactly what: every sentence is as published, with its link. " +
		"Also for groups and channels."
)

// Channels, which are set up from a private chat.
const (
	textBack       = "I am back: the digests go on as before, also in the topics. /stop ends them, /schedule shows when they come."
	textSetUp      = "What should the channel {} get? Its readers see none of this."
	textSetUpHow   = "Tap what it should be about, or write {}; without any it tells of all diplomacy. Look at the preview, then start."
	textChannels   = "Channels"
	textChannelHow = "1. Add me to your channel as an administrator who may post. 2. I ask you here what it should get. 3. Tap countries, " +
		"or write " +
		"`/channel follow Norway, fishing`. 4. Set the time with `/channel schedule 08:00` and look at `/channel digest`. " +
		"5. `/channel start` begins, `/channel stop` ends. With several channels, put the channel's name after `/channel`."
	textChannelAlone = "Channels are set up in a private chat with me: write /channel there."
	textChannelWhat  = "For a channel I know follow, unfollow, schedule, timezone, alerts, digest, start and stop: `/channel follow " +
		"Norway`."
	textNotYourChannel   = "Only an administrator of %s may do that, and I must be in it."
	textForChannel       = "For the channel {}"
	textNotPosting       = "Nothing is posted there yet."
	textPressInChannel   = "Open a chat with me for that: what I answered here, everybody would read."
	textOldButton        = "That message is too old for its buttons. Write the command again."
	textLinkUnknown      = "The link asked for {}, which I don't know. /help shows what I can do."
	textButtonSetUp      = "Set up %s"
	textButtonPost       = "Start posting"
	textButtonEnd        = "Stop posting"
	textButtonPreview    = "Preview"
	textButtonWhen       = "When"
	textButtonChannel    = "‹ Channel"
	textButtonAddChannel = "Add me to a channel"
	textButtonAddGroup   = "Add me to a group"
)

// Schedules and time zones.
const (
	textScheduleIs   = "The digest comes {}."
	textScheduleNext = "The next one: {}."
	textScheduleOff  = "No digest comes here by itself; /digest makes one when you ask."
	textScheduleHow  = "Write `/schedule 08:30`, `/schedule weekdays 07:00`, `/schedule 07:30,18:00`, a cron expression such as " +
		"`/schedule 30 7 * * 1-5`, or `/schedule off`."
	textZoneIs        = "Times are those of {}, where it is {} now."
	textZoneHow       = "For your clock, write a city, a zone or an offset: `/timezone Berlin`, `/timezone Asia/Tokyo`, `/timezone UTC+3`."
	textScheduleStays = "The schedule stays as it was."
	textSaved         = "Saved"
)

// What a chat follows.
const (
	textFollowsAll     = "The digest tells of all diplomacy there is."
	textFollowsOnly    = "The digest tells only stories"
	textFollowsOfThese = "Of these, only those"
	textFollowsActors  = "about {}."
	textFollowsWords   = "with {} in a headline."
	textFollowsTracks  = "of {}."
	textFollowsLangs   = "in {}."
	textOr             = "or"
	textFollowHow      = "Write {}: countries and bodies by name, code or flag, and words of headlines. One of the countries is enough, and " +
		"one of the words; with both, a story needs one of each. `not Russia`, `-fishing` or /mute leaves out; /unfollow takes off. " +
		"/latest and /quotes always look everywhere."
	textFollowsNotActors = "What is about {} is left out."
	textFollowsNotWords  = "What has {} in a headline is left out."
	textFollowsMuted     = "What only {} reports is left out."
	textNowFollowed      = "Now followed: %s."
	textNowLeftOut       = "Now left out: %s."
	textNoLonger         = "Taken off: %s."
	textWouldBring       = "Of last week's news that would have brought %d of %s."
	textOfStory          = "story"
	textOfStories        = "stories"
	textOfLatest         = "the latest %d stories"
	textNeverBoth        = "No story has one of each, a country and a word. {} leaves the words alone, {} the countries."
	textFollowMeant      = "Nothing stored has {}. Did you mean {}?"
	textInLang           = "in %s"
	textNot              = "not"
	textMuteWhat         = "Name an outlet, a country or a word to leave out: `/mute The Courier`, `/mute fishing`. /unfollow takes it " +
		"off again."
	textFollowWhat     = "That is too short to follow. Name a country, or a word of at least three letters: /follow Norway, fishing."
	textFollowMost     = "That is more than the 30 countries and 30 words a chat can follow. Nothing was changed."
	textNotFollowed    = "That is not followed here; /follow shows what is. Nothing was changed."
	textFollowedTrack  = "track"
	textFollowedTracks = "tracks"
)

// Alerts.
const (
	textAlertsOff      = "No breaking news comes here by itself."
	textAlertsOn       = "Breaking news comes here at once, at most {} a day."
	textAlert          = "alert"
	textAlerts         = "alerts"
	textQuietHours     = "None comes between {} and {} ({})."
	textAlertsAll      = "News breaks when many independent outlets report it within a short time."
	textAlertsFollowed = "News breaks when several independent outlets report, within a short time, something that this chat follows."
	textAlertsHow      = "Write `/alerts 3` for at most so many a day (1 to 10), `/alerts 22-07` for quiet hours, `/alerts quiet off` for " +
		"none, or `/alerts off`."
	textAlertsMost  = "At most %d alerts a day: more would be no news. Nothing was changed."
	textNoAlertsYet = "This chat gets no digests and no alerts. /start subscribes it."
	textBreaking    = "Breaking"
)

// Answers.
const (
	textLatest      = "Latest"
	textLatestAbout = "Latest about {}"
	textQuotes      = "Quotes"
	textQuotesOf    = "Quotes of {}"
	textQuotesAbout = "Quotes about {}"
	textQuotesBoth  = "Quotes of {} about {}"
	textNoNews      = "Nothing has come in yet. As soon as the sources are read, it is here."
	textNothing     = "Nothing found for {}."
	textNothingThen = "Nothing about {} in {}."
	textOtherTimes  = "At other times there is."
	textWithout     = "Nothing with {} as well; this is without it."
	textLatestOf    = "Latest of {}"
	textCapped      = "An answer shows {} at most; the button leads to the rest."
	textCountRange  = "How many should it be? Write a number from 1 to %d, such as `/latest 5`."
	textDigestHours = "Of how many hours? Write `/digest 48`, `/digest week`, `/digest since monday`, or `/digest` alone for the " +
		"last day."
	textDigestMost       = "A digest reaches back %d days at most: `/digest week`, `/digest 48`. /latest looks as far back as there is."
	textLastHours        = "the last %d hours"
	textLastHour         = "the last hour"
	textLastDays         = "the last %d days"
	textSince            = "since %s"
	textNoMore           = "That is all there is."
	textTry              = "In the news just now: {}."
	textNoQuotes         = "No quotes yet whose speaker is certain."
	textNoQuotesOf       = "No quotes of {} whose speaker is certain."
	textNoQuotesFor      = "No quotes about {} whose speaker is certain."
	textNoAnswers        = "No question about {} and its answer was found in a briefing or an interview."
	textAnything         = "anything"
	textQuestion         = "Asked:"
	textQuotedLately     = "Quoted lately: {}."
	textAnybody          = "anybody"
	textNothingThat      = "Nothing found that {} {}."
	textNothingAboutThat = "Nothing found about {} that {} {}."
	textVerbDecides      = "The verb of saying decides; without that word, /quotes shows whatever was said."
	textSaidDenied       = "rejected or denied"
	textSaidAgreed       = "accepted or confirmed"
	textSaidWarned       = "warned of"
	textSaidAccused      = "accused or condemned"
	textSaidUrged        = "demanded or urged"
	textTimesIn          = "Times: {}"
	textPageGone         = "That list is too old to turn its pages. /latest and /quotes start new ones."
	textLonger           = "That is a long message for a search. Write a name or two, or see /help."
	textUnknown          = "I don't know {}."
	textMeant            = "Did you mean {}?"
	textHello            = "Hello. I follow diplomacy: ask me about anything you like."
	textWelcomeToIt      = "You are welcome."
	textGoodbye          = "All right."
	textExampleLatest    = "Write what you look for: {} or {}."
	textExampleQuotes    = "{} is what somebody said, word for word; {} what a country's people said."
	textSeeHelp          = "/help shows what I can do."
	textSetTime          = "Should the digest come {}?"
	textButtonSet        = "Yes, at %s"
)

// Why something is shown.
const (
	textWhy         = "Why you see this"
	textWhyWords    = "Diplomacy, by these words in the report of {}: {}."
	textWhyActors   = "Diplomacy, by who deals with whom: {}."
	textWhyRead     = "Diplomacy, by the report as a whole."
	textWhyAll      = "This chat follows all diplomacy."
	textWhyNot      = "It is not about what this chat follows; /latest and /quotes look everywhere."
	textWhyFollowed = "This chat follows "
	textWhyParty    = "{}, named in it"
	textWhyHeadline = "{}, in a headline"
	textWhyLang     = "reports in {}"
	textWhyTrack    = "its track"
	textWhyOutlets  = "Reported by {} independent outlets"
	textWhyOne      = "Reported by one outlet so far: "
	textWhyCopy     = "more report repeats one of these"
	textWhyCopies   = "more reports repeat one of these"
	textWhyGone     = "That is too old to be explained. `/why` alone explains the last 24 hours."
	textWhyHow      = "`/why Norway` explains the newest stories about anything you name; /follow shows what the digest is narrowed to."
)

// Tracks.
const (
	textTracks            = "Tracks"
	textNoTracks          = "No negotiation or relationship has been in the news yet."
	textNoTrack           = "No track about {}."
	textTrackGone         = "That track is no longer there. /track lists those there are."
	textMoreTracks        = "{}: name a party or a subject, such as `/track Norway fishing`."
	textMoreTrack         = "more track"
	textMoreTracksCounted = "more tracks"
	textUnnamedTrack      = "Unnamed track"
	textNextDate          = "next:"
	textTimeline          = "Timeline"
	textPositions         = "Positions"
	textNoTurns           = "The stories of this track are not in the archive."
	textAccepted          = "accepted"
	textRejected          = "rejected"
	textDemanded          = "demanded"
	textAccused           = "accused"
	textWarned            = "warned"
	textWarm              = "warm"
	textWarming           = "warming"
	textSteady            = "steady"
	textCooling           = "cooling"
	textTense             = "tense"
	textEasing            = "tense, easing"
)

// Buttons.
const (
	textButtonThis       = "Follow this"
	textButtonTracks     = "‹ All tracks"
	textButtonOlder      = "Older ›"
	textButtonNewer      = "‹ Newer"
	textButtonArchive    = "Read the archive"
	textAllReports       = "all reports"
	textButtonHelp       = "Help"
	textButtonLatest     = "Latest"
	textButtonQuotes     = "Quotes"
	textButtonSettings   = "Settings"
	textButtonWeekdays   = "Weekdays only"
	textButtonAlerts     = "Alerts"
	textButtonPerDay     = "%d a day"
	textButtonQuiet      = "Quiet 22–07"
	textButtonNoQuiet    = "No quiet hours"
	textButtonFollow     = "What to follow"
	textButtonEverything = "Everything"
	textButtonOff        = "Off"
	textButtonWhy        = "Why do I see this?"
)

// Trouble.
const (
	textNotPermitted = "Only an administrator of this chat may do that."
	textTrouble      = "Something went wrong on my side, and it has been noted. Please try again in a minute."
	textSlowDown     = "That is more than I can answer at once: please slow down. " +
		"What you sent before is being answered; send the rest again then."
	textTooSlow   = "That took too long, so I stopped. Please try again in a minute."
	textNeedsChat = "/%s is about a subscribed chat, so it works only in one."
)

// Times. Days and months are Go's own English names.
const (
	textToday     = "today"
	textTomorrow  = "tomorrow"
	textYesterday = "yesterday"
	textAt        = "at"
)

// Help and about.
const (
	textName         = "Attaché"
	textAboutSources = "It follows {}."
	textSource       = "source"
	textSources      = "sources"
	textHelpIntro    = "Diplomacy, followed for you."
	textHelpExtras   = "Or just write what you look for: {}, {}, {}."
	textHelpFilter   = "{} asks for stories about either; with a word as well, for those that also have it in a headline. `not`, `-word` " +
		"and " +
		"/mute leave out."
	textHelpQuoted = "{} narrows by speaker, role or country; `rejected`, `accepted`, `demanded`, `warned` or `condemned` by what was done; " +
		"`about` by subject; a number says how many, `since monday` since when."
	textHelpChannels = "Channels: add me as an administrator, and I ask you here what it should get. /channel shows how."
	textHelpAdmins   = "In groups, administrators subscribe, stop, and set the time, what is followed and the alerts."
	textAboutWhat    = "Attaché reads official and press sources, keeps what is diplomacy, and tells it with links."
	textAboutTrust   = "Headlines and sentences are as published. What stands in quotation marks was said word for word, with its speaker " +
		"and source; whatever is not certain is left out."
	textAboutKinds = "Outlets are labelled: official, wire, press, state media. “One source” means that no other outlet has the story " +
		"yet; “disputed”, that accounts differ."
	textAboutYou  = "Your {} id: {}"
	textAboutFree = "Free software, self-hosted (MIT licence)."
)

// Digests.
const (
	textEmptyEdition    = "Nothing diplomatic to report since {}. Enjoy the quiet."
	textEmptyFollowed   = "Nothing about what this chat follows since {}. Enjoy the quiet."
	textOther           = "Also"
	textAgenda          = "Coming up"
	textMore            = "%s: /latest"
	textMoreStory       = "more story"
	textMoreStories     = "more stories"
	textBasis           = "Told from %s"
	textReport          = "report"
	textReports         = "reports"
	textMorning         = "Morning brief"
	textMidday          = "Midday brief"
	textAfternoon       = "Afternoon brief"
	textEvening         = "Evening brief"
	textLongStatement   = "a statement of %d words, too long for a message"
	textAccount         = "{}, official account"
	textOfficialAccount = "official account"
	textUpdate          = "update"
	textSingle          = "one source"
	textDisputed        = "disputed"
	textNoLink          = "no link to the report"
	textEdited          = "text changed since"
	textEditedTo        = "{} changed {} to {}"
	textEditedOut       = "{} took out {}"
	textAnd             = "and"
	textOtherOne        = "other"
	textOthers          = "others"
	textDeadline        = "deadline"
	textOneStory        = "story"
	textStories         = "stories"
)
