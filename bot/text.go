package bot

// Every text the bot says of its own is here, so that a translation has one
// place to go. What stands between ` is shown as typed; {} is filled in.

// The commands, each in a line: in /help and in the channel's menu.
const (
	textHelpStart    = "Subscribe this chat to the digest"
	textHelpLatest   = "The newest stories, about anything you name"
	textHelpQuotes   = "Who said exactly what"
	textHelpTrack    = "Where a negotiation stands"
	textHelpDigest   = "A digest of the last 24 hours, now"
	textHelpSchedule = "When the digest comes; change it"
	textHelpTimezone = "Whose clock it comes by; change it"
	textHelpStop     = "No more digests"
	textHelpHelp     = "What I can do"
	textHelpAbout    = "What this is and how it works"
)

// Starting and stopping.
const (
	textWelcome     = "I follow diplomacy: who met whom, what was agreed or refused, and who said exactly what."
	textSubscribed  = "This chat gets the digest {}. The next one comes {}."
	textAlready     = "This chat is already subscribed."
	textZoneIsGuess = "The clock is {}; `/timezone Berlin` sets yours. `/schedule 08:30` sets another time."
	textStopped     = "No more digests will come here. /latest and /quotes still answer, and /start brings the digest back."
	textNotStarted  = "This chat gets no digests. /start subscribes it."
	textGreeting    = "Hello. I bring digests of diplomacy and answer /latest and /quotes. An administrator of this chat can subscribe it with /start."
)

// Schedules and time zones.
const (
	textScheduleIs    = "The digest comes {}."
	textScheduleNext  = "The next one: {}."
	textScheduleOff   = "No digest comes here by itself; /digest makes one when you ask."
	textScheduleHow   = "Write `/schedule 08:30`, `/schedule weekdays 07:00`, `/schedule 07:30,18:00`, a cron expression such as `/schedule 30 7 * * 1-5`, or `/schedule off`."
	textZoneIs        = "Times are those of {}, where it is {} now."
	textZoneHow       = "For your clock, write a city, a zone or an offset: `/timezone Berlin`, `/timezone Asia/Tokyo`, `/timezone UTC+3`."
	textScheduleStays = "The schedule stays as it was."
	textSaved         = "Saved"
)

// Answers.
const (
	textLatest       = "Latest"
	textLatestAbout  = "Latest about {}"
	textQuotes       = "Quotes"
	textQuotesOf     = "Quotes of {}"
	textQuotesAbout  = "Quotes about {}"
	textQuotesBoth   = "Quotes of {} about {}"
	textNoNews       = "Nothing has come in yet. As soon as the sources are read, it is here."
	textNothing      = "Nothing found for {}."
	textNoMore       = "That is all there is."
	textTry          = "In the news just now: {}."
	textNoQuotes     = "No quotes yet whose speaker is certain."
	textNoQuotesOf   = "No quotes of {} whose speaker is certain."
	textNoQuotesFor  = "No quotes about {} whose speaker is certain."
	textQuotedLately = "Quoted lately: {}."
	textOnlyThose    = "Looked for: what was {}."
	textSaidDenied   = "rejected or denied"
	textSaidAgreed   = "accepted or confirmed"
	textSaidWarned   = "warned of"
	textSaidAccused  = "accused or condemned"
	textSaidUrged    = "demanded or urged"
	textTimesIn      = "Times: {}"
	textPageGone     = "That list is too old to turn its pages. /latest and /quotes start new ones."
	textLonger       = "That is a long message for a search. Write a name or two, or see /help."
	textUnknown      = "I don't know {}."
	textMeant        = "Did you mean {}?"
	textSeeHelp      = "/help shows what I can do."
	textSetTime      = "Should the digest come {}?"
	textButtonSet    = "Yes, at %s"
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
	textButtonTracks   = "‹ All tracks"
	textButtonOlder    = "Older ›"
	textButtonNewer    = "‹ Newer"
	textButtonLatest   = "Latest"
	textButtonQuotes   = "Quotes"
	textButtonSettings = "Settings"
	textButtonWeekdays = "Weekdays only"
	textButtonOff      = "Off"
)

// Trouble.
const (
	textNotPermitted = "Only an administrator of this chat may do that."
	textTrouble      = "Something went wrong on my side, and it has been noted. Please try again in a minute."
	textTooSlow      = "That took too long, so I stopped. Please try again in a minute."
	textNeedsChat    = "/%s is about a subscribed chat, so it works only in one."
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
	textHelpExtras   = "Or just write what you look for: `Geneva`, `Norway 5`."
	textHelpQuoted   = "`/quotes Lind rejected about fisheries 3` narrows by speaker, by what was accepted, rejected, demanded, warned of or condemned, and by subject. Each works alone."
	textHelpAdmins   = "In groups, administrators subscribe, stop and set the time."
	textAboutWhat    = "Attaché reads official and press sources, keeps what is diplomacy, and tells it with links."
	textAboutTrust   = "Headlines and sentences are as published. What stands in quotation marks was said word for word, with its speaker and source; whatever is not certain is left out."
	textAboutKinds   = "Outlets are labelled: official, wire, press, state media. “One source” means that no other outlet has the story yet; “disputed”, that accounts differ."
	textAboutFree    = "Free software, self-hosted (MIT licence)."
)

// Digests.
const (
	textEmptyEdition    = "Nothing diplomatic to report since {}. Enjoy the quiet."
	textOther           = "Also"
	textAgenda          = "Coming up"
	textMore            = "%s: /latest"
	textMoreStory       = "more story"
	textMoreStories     = "more stories"
	textToldFrom        = "Told from %s"
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
	textAnd             = "and"
	textOtherOne        = "other"
	textOthers          = "others"
	textDeadline        = "deadline"
)
