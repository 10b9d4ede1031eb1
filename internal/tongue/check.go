package tongue

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Check says what is wrong in the files that Load reads: messages that a language
// lacks, or that the home language has not; values, commands or numbers shown as typed, commands or
// items of lists that differ; plural forms that a language needs and lacks, or that
// hide their number where they stand for several. It is for tests.
func Check(files fs.FS, home string) error {
	c, err := Load(files, home)
	if err != nil {
		return err
	}
	first, err := readFile(files, home)
	if err != nil {
		return err
	}
	var wrong []error
	for _, lang := range c.Langs() {
		messages, err := readFile(files, lang)
		if err != nil {
			return err
		}
		if _, err := newTongue(lang, home, first, messages); err != nil {
			wrong = append(wrong, err)
		}
		have := map[string]*i18n.Message{}
		for _, m := range messages {
			have[m.ID] = m
		}
		for _, m := range first {
			own := have[m.ID]
			delete(have, m.ID)
			if own == nil {
				wrong = append(wrong, fmt.Errorf("%s: %s is missing", lang, m.ID))
				continue
			}
			for _, err := range compare(m, own, categories(lang)) {
				wrong = append(wrong, fmt.Errorf("%s: %s: %w", lang, m.ID, err))
			}
		}
		for _, id := range slices.Sorted(maps.Keys(have)) {
			wrong = append(wrong, fmt.Errorf("%s: %s is no message of %s", lang, id, home))
		}
	}
	return errors.Join(wrong...)
}

// compare says how a message differs from the home language's. categories are the
// plural forms that the language has, and the numbers that each stands for.
func compare(home, own *i18n.Message, categories map[string][]int) (wrong []error) {
	counts := len(Forms(home)) > 1
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	forms := Forms(own)
	if forms["other"] == "" {
		add("other is missing")
	}
	if !counts && len(forms) > 1 {
		add("it counts nothing")
	}
	for category, numbers := range categories {
		switch text := forms[category]; {
		case !counts:
		case text == "":
			add("the form %s, of %v, is missing", category, numbers)
		case len(numbers) > 1 && slices.Contains(places(home.Other), "n") && !slices.Contains(places(text), "n"):
			add("the form %s, of %v, does not say {n}", category, numbers)
		}
	}
	for category, text := range forms {
		if _, needed := categories[category]; !needed && category != "other" {
			add("the language has no form %s", category)
		}
		for what, of := range map[string]func(string) []string{"values": values, "words shown as typed": typed, "commands": commands} {
			if is, want := of(text), of(home.Other); !slices.Equal(is, want) {
				add("%s: %s %q, not %q", category, what, is, want)
			}
		}
		if is, want := strings.Count(text, "|"), strings.Count(home.Other, "|"); is != want {
			add("%d items, not %d", is+1, want+1)
		}
		if text != strings.TrimSpace(text) && home.Other == strings.TrimSpace(home.Other) {
			add("%q begins or ends with a space", text)
		}
	}
	return wrong
}

// values are the places of a text but for the number's, sorted.
func values(text string) []string {
	return slices.Sorted(slices.Values(slices.DeleteFunc(places(text), func(name string) bool { return name == "n" })))
}

// typed are the stretches of a text that are shown as typed, sorted: of each its
// command, and what in it is no word, as words may be those of the language.
func typed(text string) []string {
	var list []string
	for i, stretch := range strings.Split(text, "`") {
		if i%2 == 0 {
			continue
		}
		list = append(list, strings.Join(slices.DeleteFunc(strings.Fields(stretch), func(field string) bool {
			return !strings.HasPrefix(field, "/") && strings.ContainsFunc(field, unicode.IsLetter)
		}), " "))
	}
	slices.Sort(list)
	return list
}

var command = regexp.MustCompile(`/[a-z]+`)

// commands are the commands of a text, sorted.
func commands(text string) []string {
	list := command.FindAllString(text, -1)
	slices.Sort(list)
	return list
}

// categories are the plural forms that a language has for whole numbers, with the
// first numbers that each is for.
func categories(lang string) map[string][]int {
	tag := language.Make(lang)
	bundle := i18n.NewBundle(tag)
	bundle.MustAddMessages(tag, &i18n.Message{ID: "n", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"})
	local := i18n.NewLocalizer(bundle, lang)
	found := map[string][]int{}
	for n := range 200 {
		category := local.MustLocalize(&i18n.LocalizeConfig{MessageID: "n", PluralCount: n})
		if len(found[category]) < 2 {
			found[category] = append(found[category], n)
		}
	}
	return found
}
