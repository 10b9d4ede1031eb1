package main

import "fmt"

type versionCommand struct{}

func (c *versionCommand) Run(s *session) error {
	_, err := fmt.Fprintln(s.env.out, "attache", version)
	return err
}
