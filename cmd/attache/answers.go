package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"attache"
	"attache/bot"
)

// The commands that answer in the terminal what the bot answers in a chat.

type latestCommand struct {
	Number *int     `short:"n" help:"How many stories (10)."`
	Words  []string `arg:"" optional:"" help:"Only stories with these words."`
}

func (c *latestCommand) Run(s *session) error { return s.answerSome("/latest", c.Words, c.Number) }

type quotesCommand struct {
	Number *int     `short:"n" help:"How many quotes (10)."`
	Person []string `arg:"" optional:"" help:"Only what this person said; also \"rejected\", \"about WORDS\"."`
}

func (c *quotesCommand) Run(s *session) error { return s.answerSome("/quotes", c.Person, c.Number) }

type trackCommand struct {
	Words []string `arg:"" optional:"" help:"The negotiation with these words; without any, all of them."`
}

func (c *trackCommand) Run(s *session) error { return s.answer("/track", c.Words, 0) }

type askedCommand struct {
	Words []string `arg:"" optional:"" help:"By whom or about what; a number says how many."`
}

func (c *askedCommand) Run(s *session) error { return s.answer("/asked", c.Words, 0) }

type digestCommand struct {
	Words []string `arg:"" optional:"" help:"Of how many hours, or since when, and about what: 48, week, \"since monday\", iran."`
}

func (c *digestCommand) Run(s *session) error { return s.answer("/digest", c.Words, 0) }

type whyCommand struct {
	Words []string `arg:"" optional:"" help:"Stories with these words; without any, those of the last day's digest."`
}

func (c *whyCommand) Run(s *session) error { return s.answer("/why", c.Words, 0) }

// How many stories or quotes one answer shows, and at most.
const (
	usualAnswers = 10
	mostAnswers  = 20
)

// answerSome asks for so many; nil: as many as one of the words says, as in a chat,
// or as usual.
func (s *session) answerSome(command string, words []string, number *int) error {
	switch {
	case number != nil && (*number < 1 || *number > mostAnswers):
		return usage("-n %d is out of range; write a number from 1 to %d", *number, mostAnswers)
	case number != nil:
		return s.answer(command, words, *number)
	case slices.ContainsFunc(words, isCount):
		return s.answer(command, words, 0)
	}
	return s.answer(command, words, usualAnswers)
}

// isCount tells whether a word may say how many.
func isCount(word string) bool {
	_, err := strconv.Atoi(word)
	return err == nil
}

// answer asks the bot, without a channel, and prints what it says.
func (s *session) answer(command string, words []string, number int) error {
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	b, err := h.bot()
	if err != nil {
		return err
	}
	for _, word := range words {
		if word = strings.ReplaceAll(word, `"`, ""); strings.ContainsAny(word, " \t") && len(words) > 1 {
			word = `"` + word + `"`
		}
		command += " " + word
	}
	if number > 0 {
		command += " " + strconv.Itoa(number)
	}
	chat := attache.Chat{Kind: attache.Private, TimeZone: h.config.Digest.TimeZone}
	doc, err := b.Answer(s.ctx, chat, command)
	if advice, ok := errors.AsType[*bot.Advice](err); ok {
		return usage("%s", strings.ReplaceAll(advice.Text, "`", ""))
	}
	if err != nil {
		return err
	}
	return newTerminal(s.env.out).print(doc)
}
