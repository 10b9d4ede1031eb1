package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache"
	words "attache/internal/text"
)

// Who runs the bot does so from a private chat with it: /admin. To all others there is
// no such command.

const (
	mostSourcesShown = 8
	mostProblem      = 160 // code points
	inviteDays       = 7
	longestInvite    = 365 // days
	mostInviteUses   = 1000
)

// operator tells whether somebody runs the bot.
func (b *Bot) operator(user string) bool { return user != "" && slices.Contains(b.Operators, user) }

// operates tells whether a command comes from who runs the bot, alone with it.
func (b *Bot) operates(in attache.Incoming) bool {
	return in.ChatKind == attache.Private && !in.Forwarded && b.operator(in.UserID)
}

// admin shows how things are, or does what stands behind it.
func (b *Bot) admin(ctx context.Context, r request) (reply, error) {
	what, rest, _ := strings.Cut(r.text, " ")
	rest = strings.TrimSpace(rest)
	do := map[string]func(context.Context, request, string) (reply, error){
		"": b.adminState, "sources": b.adminSources, "add": b.adminAdd, "check": b.adminCheck, "pause": b.adminRest, "resume": b.adminResume,
		"notice": b.notice, "send": b.sendNotice, "invite": b.adminInvite, "ban": b.adminBan, "unban": b.adminUnban, "wrong": b.adminWrong,
	}[strings.ToLower(firstLine(what))]
	if do == nil {
		return reply{}, advise(textAdminHow)
	}
	if words, more, ok := strings.Cut(what, "\n"); ok && rest == "" { // "/admin notice" with its text on the next line
		_, rest = words, strings.TrimSpace(more)
	}
	rep, err := do(ctx, r, rest)
	var advice *Advice
	if err != nil && !errors.As(err, &advice) && ctx.Err() == nil { // who runs it is told what went wrong
		b.Logger.WarnContext(ctx, "what an operator asked for failed", "command", what, "err", err)
		return reply{}, &Advice{Text: tame(words.OneLine(err.Error()), 500), Err: err}
	}
	return rep, err
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// adminState says how things are.
func (b *Bot) adminState(ctx context.Context, r request, _ string) (reply, error) {
	facts, err := b.House.State(ctx)
	if err != nil {
		return reply{}, err
	}
	doc := attache.Document{Blocks: []attache.Block{heading(plain(r.to.text(textAdmin)))}}
	line := func(name, value string) {
		block := para(bold(tame(name, 40)), plain(": "+tame(words.OneLine(value), 2*mostProblem)))
		block.Tight, block.Drop = len(doc.Blocks) > 1, len(doc.Blocks)
		doc.Blocks = append(doc.Blocks, block)
	}
	for _, f := range facts {
		line(f.Name, f.Value)
	}
	invited, banned, open, err := b.Access.Counts(ctx)
	if err != nil {
		return reply{}, err
	}
	line(r.to.text(textAdminAccess), r.to.text(textAdminAccessIs, invited, banned, open))
	doc.Blocks = append(doc.Blocks, note(r.to.fill(textAdminHow)...))
	doc.Buttons = [][]attache.Button{{
		r.to.button(textButtonSources, "/admin sources"), r.to.button(textButtonWrongList, "/admin wrong"), r.to.button(textButtonInvite, "/admin invite"),
	}}
	return reply{doc: doc}, nil
}

// adminSources shows the sources that have a problem, or rest.
func (b *Bot) adminSources(ctx context.Context, r request, _ string) (reply, error) {
	all, err := b.House.Sources(ctx)
	if err != nil {
		return reply{}, err
	}
	doc := attache.Document{Blocks: []attache.Block{heading(plain(r.to.text(textAdminSources, len(all))))}}
	shown := 0
	for _, s := range all {
		if s.Problem == "" && !s.Resting {
			continue
		}
		if shown++; shown > mostSourcesShown {
			continue
		}
		name := tame(words.OneLine(cmpOr(s.Source.Name, s.Source.URL)), 60)
		problem := s.Problem
		if s.Resting {
			problem = r.to.text(textAdminResting)
		}
		doc.Blocks = append(doc.Blocks, grouped(shown, shown, para(link(name, s.Source.URL)), tight(note(plain(tame(words.OneLine(problem), mostProblem)))))...)
		rest := r.to.button(textButtonRest, "/admin pause "+s.Source.ID)
		if s.Resting {
			rest = r.to.button(textButtonResume, "/admin resume "+s.Source.ID)
		}
		rest.Label += " · " + words.Shorten(name, 20)
		check := r.to.button(textButtonCheck, "/admin check "+s.Source.ID)
		check.Label += " · " + words.Shorten(name, 20)
		doc.Buttons = append(doc.Buttons, []attache.Button{check, rest})
	}
	if more := shown - mostSourcesShown; more > 0 {
		doc.Blocks = append(doc.Blocks, note(r.to.fill(textAdminMoreSources, more)...))
	}
	if shown == 0 {
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textAdminSourcesWell)...))
	}
	doc.Blocks = append(doc.Blocks, note(r.to.fill(textAdminSourceHow)...))
	doc.Buttons = append(doc.Buttons, []attache.Button{r.to.button(textButtonAdmin, "/admin")})
	return reply{doc: doc}, nil
}

func (b *Bot) adminAdd(ctx context.Context, r request, address string) (reply, error) {
	if address == "" {
		return reply{}, advise(textAdminSourceHow)
	}
	found, err := b.House.AddSource(ctx, address)
	return reply{doc: said1(found)}, err
}

func (b *Bot) adminCheck(ctx context.Context, r request, id string) (reply, error) {
	id, err := b.sourceNamed(ctx, id)
	if err != nil {
		return reply{}, err
	}
	found, err := b.House.CheckSource(ctx, id)
	return reply{doc: said1(found)}, err
}

func (b *Bot) adminRest(ctx context.Context, r request, id string) (reply, error) {
	return b.rest(ctx, r, id, true)
}

func (b *Bot) adminResume(ctx context.Context, r request, id string) (reply, error) {
	return b.rest(ctx, r, id, false)
}

func (b *Bot) rest(ctx context.Context, r request, id string, rest bool) (reply, error) {
	id, err := b.sourceNamed(ctx, id)
	if err != nil {
		return reply{}, err
	}
	if err := b.House.RestSource(ctx, id, rest); err != nil {
		return reply{}, err
	}
	rep, err := b.adminSources(ctx, r, "")
	rep.edit, rep.hint = true, textSaved
	return rep, err
}

// sourceNamed is the ID of the one source that an ID, an address or words of a name
// mean.
func (b *Bot) sourceNamed(ctx context.Context, named string) (string, error) {
	all, err := b.House.Sources(ctx)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, s := range all {
		if s.Source.ID == named || s.Source.URL == named {
			return s.Source.ID, nil
		}
		if named != "" && strings.Contains(folded(s.Source.Name), folded(named)) {
			ids = append(ids, s.Source.ID)
		}
	}
	if len(ids) != 1 {
		return "", advise(textAdminWhichSource, len(ids))
	}
	return ids[0], nil
}

// said1 is a document of lines that are given.
func said1(text string) attache.Document {
	var doc attache.Document
	for line := range strings.Lines(text) {
		if line = tame(words.OneLine(line), 300); line != "" && len(doc.Blocks) < 30 {
			doc.Blocks = append(doc.Blocks, attache.Block{Spans: []attache.Inline{plain(line)}, Tight: len(doc.Blocks) > 0, Drop: len(doc.Blocks)})
		}
	}
	return doc
}

// adminWrong shows what readers said last to be wrong.
func (b *Bot) adminWrong(ctx context.Context, r request, _ string) (reply, error) {
	var all []attache.Correction
	if err := b.Store.EachCorrection(ctx, func(c attache.Correction) error {
		all = append(all, c)
		return nil
	}); err != nil {
		return reply{}, err
	}
	slices.SortStableFunc(all, func(x, y attache.Correction) int { return y.Last.Compare(x.Last) })
	doc := attache.Document{Blocks: []attache.Block{heading(plain(r.to.text(textButtonWrongList)))}}
	names := map[attache.CorrectionKind]key{
		attache.WrongSpeaker: textButtonWrongSpeaker, attache.NotOneStory: textButtonNotOneStory, attache.NotDiplomacy: textButtonNotDiplomacy,
	}
	for i, c := range all[:min(len(all), 10)] {
		a, err := b.Store.Article(ctx, c.ArticleID)
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return reply{}, err
		}
		what := []attache.Inline{plain(r.to.text(names[c.Kind]) + " " + r.to.text(textTimes, len(c.Voices)))}
		blocks := []attache.Block{para(headline(a.Title, a.URL)), tight(note(what...))}
		if c.Speaker != "" {
			blocks = append(blocks, tight(para(bold(words.OneLine(c.Speaker)), plain(": "+inMarks(words.Shorten(words.OneLine(c.Text), 200), a.Lang)))))
		}
		doc.Blocks = append(doc.Blocks, grouped(i+1, i+1, blocks...)...)
	}
	if len(all) == 0 {
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textAdminNothingWrong)...))
	}
	doc.Buttons = [][]attache.Button{{r.to.button(textButtonAdmin, "/admin")}}
	return reply{doc: doc}, nil
}

// adminInvite makes an invitation: "/admin invite [uses] [days]".
func (b *Bot) adminInvite(ctx context.Context, r request, text string) (reply, error) {
	given := []int{1, inviteDays}
	fields := strings.Fields(text)
	for i, field := range fields {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 || n > mostInviteUses || i == len(given) || i == 1 && n > longestInvite {
			return reply{}, advise(textInviteHow, mostInviteUses)
		}
		given[i] = n
	}
	uses, days := given[0], given[1]
	now := b.Now()
	until := now.Add(time.Duration(days) * 24 * time.Hour)
	payload, err := b.Access.Invite(ctx, uses, now, until)
	if err != nil {
		return reply{}, err
	}
	address := b.Channels.link(r.chat.ID, payload)
	if !strings.Contains(address, payload) {
		address = "/start " + payload
	}
	doc := attache.Document{Blocks: []attache.Block{
		para(r.to.fill(textInvited, uses, r.to.comingUp(until, now, b.zone(r.chat)))...), para(code(address)),
	}}
	if !b.Access.listed() {
		doc.Blocks = append(doc.Blocks, note(r.to.fill(textInviteOpen)...))
	}
	return reply{doc: doc}, nil
}

func (b *Bot) adminBan(ctx context.Context, r request, id string) (reply, error) {
	return b.ban(ctx, r, id, true)
}

func (b *Bot) adminUnban(ctx context.Context, r request, id string) (reply, error) {
	return b.ban(ctx, r, id, false)
}

// ban shuts out a user or a chat, by its id; what it gets by itself ends.
func (b *Bot) ban(ctx context.Context, r request, id string, banned bool) (reply, error) {
	if _, after, ok := strings.Cut(id, ":"); ok {
		id = after
	}
	if strings.Trim(id, "-") == "" || strings.Trim(strings.TrimPrefix(id, "-"), "0123456789") != "" {
		return reply{}, advise(textBanHow)
	}
	id = Scheme(r.chat.ID) + ":" + id
	if b.operator(id) {
		return reply{}, advise(textBanOperator)
	}
	if err := b.Access.Ban(ctx, id, banned, b.Now()); err != nil {
		return reply{}, err
	}
	if !banned {
		return reply{doc: r.to.say(textUnbanned)}, nil
	}
	var ended []string
	err := b.Store.EachChat(ctx, func(c attache.Chat) error {
		if c.Subscribed() && (b.Channels.kin(c.ID, id) || c.Kind == attache.Channel && c.Manager == id) {
			ended = append(ended, c.ID)
		}
		return nil
	})
	for _, chat := range ended {
		_, failed := setState(ctx, b.Store, chat, attache.ChatStopped, "banned by the operator")
		err = errors.Join(err, failed)
	}
	return reply{doc: attache.Document{Blocks: []attache.Block{para(r.to.fill(textBanned, len(ended))...)}}}, err
}
