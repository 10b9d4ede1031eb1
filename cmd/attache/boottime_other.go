//go:build !linux

package main

import "time"

// bootTime is 0 where it cannot be told how long the machine has been up.
func bootTime() time.Duration { return 0 }
