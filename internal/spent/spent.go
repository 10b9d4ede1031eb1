// Package spent tells what tests and benchmarks hold costs by: processor time, which
// other work on the machine does not lengthen as it does the clock's.
package spent

import (
	"syscall"
	"time"
)

// Processor is the time that this process has had of the processors, in the program and
// in the system's calls together; it panics where the system does not tell.
func Processor() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic("spent: getrusage: " + err.Error())
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
