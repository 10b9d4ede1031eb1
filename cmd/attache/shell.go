package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/alecthomas/kong"
	mangokong "github.com/alecthomas/mango-kong"
	"github.com/muesli/roff"
)

// completionCommand prints what completes the command line in a shell.
type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

func (c *completionCommand) Run(s *session, parser *kong.Kong) error {
	commands := flatten(parser.Model.Node, "")
	if c.Shell == "fish" {
		return fishCompletion(s.env.out, commands)
	}
	if c.Shell == "zsh" {
		fmt.Fprint(s.env.out, "#compdef attache\nautoload -U +X bashcompinit && bashcompinit\n")
	}
	return bashCompletion(s.env.out, commands)
}

// manCommand prints the manual page.
type manCommand struct{}

func (c *manCommand) Run(s *session, parser *kong.Kong) error {
	_, err := io.WriteString(s.env.out, mangokong.NewManPage(1, parser.Model).Build(roff.NewDocument()))
	return err
}

// entry is what may follow a command on the command line.
type entry struct {
	path  string // "", "sources", "sources add"
	subs  []*kong.Node
	flags []*kong.Flag // its own and those of every command
	words []string     // what its argument may be, where that is known
}

// flatten lists a command and those below it.
func flatten(node *kong.Node, path string) []entry {
	e := entry{path: path}
	for _, group := range node.AllFlags(true) {
		e.flags = append(e.flags, group...)
	}
	for _, arg := range node.Positional {
		if arg.Enum != "" {
			e.words = append(e.words, strings.Split(arg.Enum, ",")...)
		}
	}
	var below []entry
	for _, child := range node.Children {
		if child.Hidden {
			continue
		}
		e.subs = append(e.subs, child)
		below = append(below, flatten(child, strings.TrimSpace(path+" "+child.Name))...)
	}
	return append([]entry{e}, below...)
}

// offers are the words that may follow.
func (e *entry) offers() []string {
	out := slices.Clone(e.words)
	for _, sub := range e.subs {
		out = append(out, sub.Name)
	}
	for _, flag := range e.flags {
		out = append(out, "--"+flag.Name)
	}
	return out
}

// bashCompletion finds the command by the words that were typed; where it offers
// nothing, files complete.
func bashCompletion(w io.Writer, commands []entry) error {
	var b strings.Builder
	b.WriteString("_attache() {\n  local word path='' i\n  COMPREPLY=()\n" +
		"  for ((i = 1; i < COMP_CWORD; i++)); do\n    word=\"${COMP_WORDS[i]}\"\n    case \"$path $word\" in\n")
	for _, c := range commands[1:] {
		fmt.Fprintf(&b, "      %s) path=%s ;;\n", quoted(" "+c.path), quoted(" "+c.path))
	}
	b.WriteString("    esac\n  done\n  local offers=''\n  case \"$path\" in\n")
	for _, c := range commands {
		path := ""
		if c.path != "" {
			path = " " + c.path
		}
		fmt.Fprintf(&b, "    %s) offers=%s ;;\n", quoted(path), quoted(strings.Join(c.offers(), " ")))
	}
	b.WriteString("  esac\n  COMPREPLY=($(compgen -W \"$offers\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n" +
		"complete -o default -F _attache attache\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// fishCompletion has fish complete every command with its help.
func fishCompletion(w io.Writer, commands []entry) error {
	var b strings.Builder
	for _, c := range commands {
		condition := "__fish_use_subcommand"
		if c.path != "" {
			var seen []string
			for word := range strings.FieldsSeq(c.path) {
				seen = append(seen, "__fish_seen_subcommand_from "+word)
			}
			condition = strings.Join(seen, "; and ")
		}
		for _, sub := range c.subs {
			fmt.Fprintf(&b, "complete -c attache -n %s -f -a %s -d %s\n", quoted(condition), quoted(sub.Name), quoted(sub.Help))
		}
		for _, word := range c.words {
			fmt.Fprintf(&b, "complete -c attache -n %s -f -a %s\n", quoted(condition), quoted(word))
		}
		for _, flag := range c.flags {
			needs := ""
			if !flag.IsBool() {
				needs = " -r"
			}
			short := ""
			if flag.Short != 0 {
				short = " -s " + string(flag.Short)
			}
			fmt.Fprintf(&b, "complete -c attache -n %s -l %s%s%s -d %s\n", quoted(condition), flag.Name, short, needs,
				quoted(cmp.Or(flag.Help, flag.Name)))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// typed is a word as a person types it in a shell: quoted where that is needed.
func typed(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+:@,", r)
	}) {
		return s
	}
	return quoted(safe(s))
}

// quoted is a text as one word of a shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
