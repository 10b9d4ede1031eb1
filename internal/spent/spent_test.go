package spent

import "testing"

func TestWorkIsSeenInTheProcessorsTime(t *testing.T) {
	before := Processor()
	for n, begun := 0, Processor(); Processor() < begun+1e6; n++ { // a millisecond of work
		if n > 1e8 {
			t.Fatal("work takes no time of the processor")
		}
	}
	if took := Processor() - before; took <= 0 {
		t.Errorf("took %s", took)
	}
}
