package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"attache"
	"attache/bot"
	"attache/bot/telegram"
)

// house is what operators see and do from a chat, by what their commands do.
type house struct{ app *app }

var _ attache.House = house{}

// mostDead is how many deliveries that could not be made are told.
const mostDead = 5

func (o house) State(ctx context.Context) ([]attache.Fact, error) {
	state, err := o.app.state(ctx)
	if err != nil {
		return nil, err
	}
	var facts []attache.Fact
	for _, line := range state.lines(o.app.now()) {
		if line[0] != "store" { // where it lies is the machine's business
			facts = append(facts, attache.Fact{Name: line[0], Value: line[1]})
		}
	}
	q := attache.DeliveryQuery{States: []attache.DeliveryState{attache.Dead}, Limit: mostDead}
	err = o.app.store.EachDelivery(ctx, q, func(d attache.Delivery) error {
		title := cmp.Or(o.app.titleOf(ctx, d.ChatID), d.ChatID)
		facts = append(facts, attache.Fact{Name: "not delivered", Value: minuteOf(d.Settled) + ", " + title + ": " + d.Problem})
		return nil
	})
	return facts, err
}

func (o house) Sources(ctx context.Context) ([]attache.SourceState, error) {
	all, err := o.app.store.ListSources(ctx)
	if err != nil {
		return nil, err
	}
	states := make([]attache.SourceState, len(all))
	for i, s := range all {
		states[i] = attache.SourceState{Source: s.Public()}
		if states[i].Resting, err = o.app.resting(ctx, s.ID); err != nil {
			return nil, err
		}
		if state := sourceState(&s); state == "gone" || state == "paused" || state == "failing" {
			states[i].Problem = pollingState(s, o.app.now())
		}
	}
	slices.SortStableFunc(states, func(a, b attache.SourceState) int {
		well := func(s attache.SourceState) bool { return s.Problem == "" && !s.Resting }
		return boolFirst(!well(a), !well(b))
	})
	return states, nil
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (o house) AddSource(ctx context.Context, address string) (string, error) {
	return o.said(ctx, func(s *session) error { return (&sourcesAdd{URL: address, FullText: "auto"}).Run(s) })
}

func (o house) CheckSource(ctx context.Context, id string) (string, error) {
	said, err := o.said(ctx, func(s *session) error { return (&sourcesCheck{URLs: []string{id}}).Run(s) })
	if said != "" && ctx.Err() == nil { // what does not work was said
		return said, nil
	}
	return said, err
}

func (o house) RestSource(ctx context.Context, id string, rest bool) error {
	all, err := o.app.store.ListSources(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(s attache.Source) bool { return s.ID == id }) {
		return fmt.Errorf("source %q: %w", id, attache.ErrNotFound)
	}
	var value []byte
	if rest {
		value = []byte("1")
	}
	return o.app.store.SetNote(ctx, restingNote(id), value)
}

// said runs a command as over the socket, and gives what it prints.
func (o house) said(ctx context.Context, run func(*session) error) (string, error) {
	var out bytes.Buffer
	err := run(&session{
		ctx: ctx, env: environment{out: &out, err: io.Discard, getenv: func(string) string { return "" }}, live: o.app.live,
	})
	return strings.TrimSpace(out.String()), err
}

// restingNote names the note that has a source rest.
func restingNote(id string) string { return "source-resting/" + id }

func (h *app) resting(ctx context.Context, id string) (bool, error) {
	value, err := h.store.Note(ctx, restingNote(id))
	if errors.Is(err, attache.ErrNotFound) {
		return false, nil
	}
	return len(value) > 0, err
}

// polledSources are the sources without those that operators have rest.
type polledSources struct {
	attache.Sources
	app *app
}

func (p polledSources) ListSources(ctx context.Context) ([]attache.Source, error) {
	all, err := p.Sources.ListSources(ctx)
	if err != nil {
		return nil, err
	}
	var polled []attache.Source
	for _, s := range all {
		rests, err := p.app.resting(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		if !rests {
			polled = append(polled, s)
		}
	}
	return polled, nil
}

// accessConfig says who may use the bot.
type accessConfig struct {
	Mode string   `yaml:"mode"` // open or listed
	IDs  []string `yaml:"ids"`  // users and chats; plain ids are Telegram's
}

func (c *accessConfig) listed() bool { return c.Mode == "listed" }

// addresses are the ids as addresses.
func (c *accessConfig) addresses() []string {
	list := make([]string, len(c.IDs))
	for i, id := range c.IDs {
		list[i] = adminAddress(id)
	}
	return list
}

func (c *accessConfig) problems() []problem {
	list := []problem{{"$.access.mode", checkOneOf(c.Mode, "open", "listed")}}
	for i, id := range c.IDs {
		err := checkAdmin(id)
		if address := adminAddress(id); bot.Scheme(address) == telegram.Scheme {
			err = checkTelegramID(strings.TrimPrefix(strings.TrimPrefix(address, telegram.Scheme+":"), "-"))
		}
		list = append(list, problem{fmt.Sprintf("$.access.ids[%d]", i), err})
	}
	return list
}
