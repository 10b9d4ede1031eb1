package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"attache"
	words "attache/internal/text"
)

// privacy says what is kept of a chat, how long, and who runs this.
func (b *Bot) privacy(_ context.Context, r request) (reply, error) {
	doc := r.to.say(textPrivacyKept, textPrivacyWrong, textPrivacyNot, textPrivacyLong)
	who := textPrivacyWho
	if b.Operator != "" {
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textPrivacyRunBy, plain(tame(b.Operator, 200)))...))
	} else {
		doc.Blocks = append(doc.Blocks, para(r.to.fill(who)...))
	}
	if r.chat.ID != "" {
		doc.Buttons = [][]attache.Button{{r.to.button(textButtonExport, "/export"), r.to.button(textButtonForget, "/forget")}}
	}
	return reply{doc: doc}, nil
}

// export gives all that is kept of the chat as a file.
func (b *Bot) export(ctx context.Context, r request) (reply, error) {
	if !r.known {
		return reply{doc: r.to.say(textNothingKept)}, nil
	}
	kept := struct {
		Chat  attache.Chat    `json:"chat"`
		Lists json.RawMessage `json:"lists,omitempty"` // whose pages can be turned
	}{Chat: r.chat}
	raw, err := b.Store.Note(ctx, viewsKey(r.chat.ID))
	if err == nil && json.Valid(raw) {
		kept.Lists = raw
	} else if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return reply{}, err
	}
	data, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return reply{}, err
	}
	doc := r.to.say(textExported)
	doc.File = &attache.File{Name: "attache-chat.json", Data: data}
	return reply{doc: doc}, nil
}

// forget takes all that is kept of a chat out of the store, once that is confirmed.
func (b *Bot) forget(ctx context.Context, r request) (reply, error) {
	if !r.known {
		return reply{doc: r.to.say(textNothingKept)}, nil
	}
	if argumentIn(r.to.Lang(), r.text).whole("yes") == "" {
		doc := r.to.say(textForgetSure)
		doc.Buttons = [][]attache.Button{{r.to.button(textButtonForgetYes, "/forget yes"), r.to.button(textButtonBack, "/settings")}}
		return reply{doc: doc}, nil
	}
	err := b.Store.ForgetChat(ctx, r.chat.ID, viewsKey(r.chat.ID), wrongKey(r.chat.ID))
	if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return reply{}, err
	}
	return reply{doc: r.to.say(textForgotten), edit: true, hint: textSaved}, nil
}

// sources lists what is read.
func (b *Bot) sources(ctx context.Context, r request, from place) (list, error) {
	n, _, rest, err := takeCount(r.args, mostListed)
	if err != nil {
		return list{}, err
	}
	codes, others := partiesIn(rest)
	wanted := func(s attache.Source) bool {
		for _, w := range texts(others) {
			if !strings.Contains(folded(s.Name+" "+s.URL), folded(w)) {
				return false
			}
		}
		return len(codes) == 0 || slices.Contains(codes, s.Country)
	}
	l := list{title: r.to.fill(textSourcesTitle), none: func(context.Context) (reply, error) {
		return reply{doc: r.to.say(textNoSources)},
			nil
	}}
	if b.ListSources == nil {
		return l, nil
	}
	all, err := b.ListSources(ctx)
	for _, kind := range kindOrder {
		for _, s := range all {
			if s.Kind != kind || from.seen[s.ID] || !wanted(s) {
				continue
			}
			if len(l.entries) == n {
				l.more = true
				return l, err
			}
			name := s.Name
			if name == "" {
				name = host(s.URL)
			}
			line := para(r.to.dotted([]attache.Inline{link(words.OneLine(name), s.URL)}, one(r.to.kind(kind)), one(flags([]string{s.Country}, 1)),
				one(s.Lang))...)
			line.Tight = true
			l.entries = append(l.entries, entry{key: s.ID, blocks: []attache.Block{line}})
		}
	}
	return l, err
}
