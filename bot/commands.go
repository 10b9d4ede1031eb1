package bot

import (
	"slices"
	"strings"

	"attache"
)

// who may give a command in a group; in a private chat everybody may.
type who int

const (
	everybody   who = iota
	admins          // a group's administrators
	adminsToSet     // everybody may look, administrators change
)

// command is a row of the table that /help and the channel's menu derive from.
type command struct {
	name   string // as typed after the slash
	usage  key    // the arguments, for people
	help   key    // what it does, in a line
	who    who
	hidden bool     // works, but is not shown: buttons use it
	house  bool     // for who runs the bot, alone with it; to others it is not there
	off    bool     // not there: this bot lacks what it needs
	chat   bool     // means a subscriber's chat, so not for the terminal
	remote bool     // may be given for a channel from its administrator's private chat
	also   []string // other names of it, which are not shown
	run    handler
	list   lister // gives its answer in pages; where there is no run, the first of them is the answer
}

// commands is the table, in the order in which people see it.
func (b *Bot) commands() []command {
	table := []command{
		{name: "start", help: textHelpStart, who: admins, chat: true, remote: true, also: []string{"subscribe"}, run: b.start},
		{name: "latest", usage: textUsageLatest, help: textHelpLatest, also: []string{"news", "search"}, list: b.latest},
		{name: "quotes", usage: textUsageQuotes, help: textHelpQuotes, also: []string{"quote", "said"}, list: b.quotes},
		{name: "asked", usage: textUsageAsked, help: textHelpAsked, list: b.questions},
		{name: "track", usage: textUsageTrack, help: textHelpTrack, run: b.track, off: b.Tracks == nil || b.StateOfPlay == nil},
		{name: "digest", usage: textUsageDigest, help: textHelpDigest, also: []string{"brief"}, run: b.digest},
		{name: "follow", usage: textUsageFollow, help: textHelpFollow, who: adminsToSet, chat: true, remote: true, run: b.follow},
		{
			name: "unfollow", usage: textUsageUnfollow, help: textHelpUnfollow, who: adminsToSet, chat: true, remote: true, also: []string{"unmute"},
			run: b.unfollow,
		},
		{name: "mute", usage: textUsageMute, help: textHelpMute, who: adminsToSet, chat: true, remote: true, run: b.mute},
		{name: "alerts", usage: textUsageAlerts, help: textHelpAlerts, who: adminsToSet, chat: true, remote: true, run: b.alerts},
		{name: "schedule", usage: textUsageSchedule, help: textHelpSchedule, who: adminsToSet, chat: true, remote: true, run: b.schedule},
		{name: "timezone", usage: textUsageTimezone, help: textHelpTimezone, who: adminsToSet, chat: true, remote: true, run: b.timezone},
		{
			name: "settings", usage: textUsageSettings, help: textHelpSettings, who: adminsToSet, chat: true, remote: true,
			also: []string{"config", "options"}, run: b.settings,
		},
		{
			name: "silent", usage: textUsageSilent, help: textHelpSilent, who: admins, chat: true, remote: true, also: []string{"sound"},
			run: b.silent,
		},
		{
			name: "pause", usage: textUsagePause, help: textHelpPause, who: admins, chat: true, remote: true, also: []string{"resume"},
			run: b.pause,
		},
		{
			name: "language", usage: textUsageLanguage, help: textHelpLanguage, who: adminsToSet, chat: true, remote: true,
			also: []string{"lang", "languages"},
			run:  b.language,
		},
		{name: "channel", usage: textUsageChannel, help: textHelpChannel, chat: true, also: []string{"channels"}, run: b.channel},
		{name: "why", usage: textUsageWhy, help: textHelpWhy, run: b.why},
		{name: "stop", help: textHelpStop, who: admins, chat: true, remote: true, also: []string{"unsubscribe"}, run: b.stop},
		{name: "sources", usage: textUsageSources, help: textHelpSources, list: b.sources},
		{name: "privacy", help: textHelpPrivacy, run: b.privacy},
		{name: "export", help: textHelpExport, who: admins, chat: true, run: b.export},
		{name: "forget", usage: textUsageForget, help: textHelpForget, who: admins, chat: true, run: b.forget},
		{name: "help", help: textHelpHelp, also: []string{"menu", "commands"}, run: b.help},
		{name: "about", help: textHelpAbout, run: b.about},
		{name: "find", hidden: true, run: b.search, list: b.latest},
		{name: "admin", hidden: true, chat: true, house: true, off: b.House == nil, run: b.admin},
		{name: "length", hidden: true, who: admins, chat: true, remote: true, run: b.length},
		{name: "preview", hidden: true, who: admins, chat: true, remote: true, run: b.preview},
		{name: "footer", hidden: true, who: admins, chat: true, remote: true, run: b.footer},
		{name: "hashtags", hidden: true, who: admins, chat: true, remote: true, run: b.hashtags},
		{name: "wrong", hidden: true, chat: true, run: b.wrong},
		{name: "page", hidden: true, chat: true, run: b.page},
		{name: "picture", hidden: true, run: b.picture},
	}
	return slices.DeleteFunc(table, func(c command) bool { return c.off })
}

// everywhere says whether a command looks up the news, whatever the chat.
func (c *command) everywhere() bool { return !c.chat && c.who == everybody || c.name == "page" }

// find gives a command by its name; nil where there is none.
func (b *Bot) find(name string) *command {
	for i, c := range b.table {
		if c.name == name || slices.Contains(c.also, name) {
			return &b.table[i]
		}
	}
	return nil
}

// nearest gives the command that was probably meant, or "".
func (b *Bot) nearest(name string) string {
	best, least := "", 3
	for _, c := range b.table {
		if c.hidden {
			continue
		}
		if len(name) >= 3 && strings.HasPrefix(c.name, name) {
			return c.name
		}
		if d := distance(name, c.name); d < least {
			best, least = c.name, d
		}
	}
	return best
}

// distance is how many letters to change, add, drop or swap between two
// short names; long ones are far from everything.
func distance(a, b string) int {
	if len(a) > 16 {
		return len(a)
	}
	before, row := []int(nil), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

// Menus are the commands as people see them whose client speaks a language: in a
// private chat all of them, in a group those that everybody may give, and for its
// administrators those that set something besides.
func (b *Bot) Menus(lang string) attache.Menu {
	to := speaks(lang)
	menu := attache.Menu{Lang: lang, About: to.text(textProfile), Description: to.text(textBeforeStart)}
	for _, c := range b.visible() {
		item := attache.MenuItem{Name: c.name, Description: to.text(c.help)}
		menu.Private = append(menu.Private, item)
		if c.name == "channel" {
			continue
		}
		if c.who != admins {
			menu.Group = append(menu.Group, item)
		}
		menu.Admins = append(menu.Admins, item)
	}
	return menu
}
