package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// bootTime is how long the machine has been up, asleep or awake: no setting of the
// clock changes it, and the program's end does not either.
func bootTime() time.Duration {
	var at unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &at) != nil {
		return 0
	}
	return time.Duration(at.Nano())
}
