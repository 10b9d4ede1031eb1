package main

import (
	"errors"
	"fmt"
)

// configCommand looks at the configuration.
type configCommand struct {
	Check configCheck `cmd:"" help:"Tell what is wrong in the configuration, with line and column."`
}

type configCheck struct{}

func (c *configCheck) Run(s *session) error {
	written, err := readConfigFile(s.flags, s.env.getenv)
	if err != nil {
		return err
	}
	conf, mistakes := written.judge(s.flags, s.env.getenv)
	if len(mistakes) == 0 {
		conf.settle()
		if err := conf.readToken(s.flags, s.env.getenv); err != nil {
			mistakes = append(mistakes, err)
		}
	}
	if len(mistakes) > 0 {
		return usage("%w", errors.Join(mistakes...))
	}
	for _, warning := range conf.warnings {
		fmt.Fprintln(s.env.err, "attache:", warning)
	}
	if written.raw == nil {
		fmt.Fprintf(s.env.out, "there is no %s; everything is as usual\n", written.path)
		return nil
	}
	fmt.Fprintf(s.env.out, "%s is well\n", written.path)
	return nil
}
