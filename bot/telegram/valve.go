package telegram

import (
	"context"
	"sync"
	"time"

	"attache"
)

// valve lets so many requests a second through over all chats: answers before
// alerts before editions, and among equals in the order they came. Of answers, three to
// people who got nothing just now go for each other one, so that a crowd of groups, or
// whoever asks much, does not stand before who asks once.
//
// It holds two rules. Requests go evenly, one in a step, so that an answer
// never stands behind a burst. And a request goes only where the one that went
// a full second's number before it was answered a second ago: the server
// accepted it at some moment between its sending and its answer, so that no
// second of the server's has more, however the network bunches them. What a
// request and its answer travel at the least is given back, else the rate
// would fall with the distance.
type valve struct {
	step time.Duration
	most int

	mu      sync.Mutex
	next    time.Time              // the next request goes no earlier
	flying  int                    // sent and not answered
	landed  []time.Time            // when the last ones were answered, oldest first
	least   time.Duration          // the shortest way there and back so far
	waiting [lanes][]chan struct{} // by lane; each is closed when its turn has come
	before  int                    // how many went before the first of crowded, in a row
	timer   *time.Timer            // wakes the first who waits
}

// lane is where a request waits; the lower goes first.
type lane int

const (
	single  lane = iota // answers to people who got nothing just now
	crowded             // all other answers
	lanes   = int(crowded) + attache.Urgencies

	// singles go for each of crowded.
	singles = 3
)

// laneOf says where a request waits; alone: to a person who got nothing just now.
func laneOf(urgency attache.Urgency, alone bool) lane {
	if urgency == attache.Answering && alone {
		return single
	}
	return crowded + lane(urgency)
}

// Many steps may be taken at once where they are shorter than a timer can tell.
const shortestStep = 5 * time.Millisecond

func newValve(perSecond float64) *valve {
	return &valve{step: time.Duration(float64(time.Second) / perSecond), most: max(1, int(perSecond))}
}

// pass waits for a turn. answered is called once, when the request was answered
// or will not be made.
func (v *valve) pass(ctx context.Context, in lane) (answered func(), err error) {
	turn := make(chan struct{})
	v.mu.Lock()
	v.waiting[in] = append(v.waiting[in], turn)
	v.serve()
	v.mu.Unlock()
	select {
	case <-turn:
	case <-ctx.Done():
		if v.forget(turn, in) {
			return nil, notSent(ctx)
		}
	}
	sent := time.Now()
	return func() { v.land(sent) }, nil
}

// forget takes back a wait; false: its turn has just come.
func (v *valve) forget(turn chan struct{}, in lane) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, one := range v.waiting[in] {
		if one == turn {
			v.waiting[in] = append(v.waiting[in][:i:i], v.waiting[in][i+1:]...)
			return true
		}
	}
	return false
}

// land counts a request that was answered.
func (v *valve) land(sent time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := time.Now()
	if way := now.Sub(sent); v.least == 0 || way < v.least {
		v.least = max(way, 1)
	}
	v.flying--
	v.landed = append(v.landed, now)
	v.serve()
}

// serve gives those their turn who have one now, and sees to the next. v.mu is locked.
func (v *valve) serve() {
	for {
		in := v.first()
		if in < 0 {
			return
		}
		now := time.Now()
		wait, known := v.free(now)
		if !known { // as soon as one is answered
			return
		}
		if wait > 0 {
			v.wake(wait)
			return
		}
		close(v.waiting[in][0])
		v.waiting[in] = v.waiting[in][1:]
		if v.before++; in != single {
			v.before = 0
		}
		v.flying++
		v.next = maxTime(v.next, now.Add(-max(shortestStep-v.step, 0))).Add(v.step)
	}
}

// first is the lane whose turn it is, -1 for none.
func (v *valve) first() lane {
	if v.before >= singles && len(v.waiting[crowded]) > 0 {
		return crowded
	}
	for in, turns := range v.waiting {
		if len(turns) > 0 {
			return lane(in)
		}
	}
	return -1
}

// free is how long until a request may go; unknown where that hangs on answers.
func (v *valve) free(now time.Time) (wait time.Duration, known bool) {
	back := time.Second - v.least*9/10
	for len(v.landed) > 0 && now.Sub(v.landed[0]) >= back {
		v.landed = v.landed[1:]
	}
	wait = v.next.Sub(now)
	if over := v.flying + len(v.landed) - v.most; over >= 0 {
		if over >= len(v.landed) {
			return 0, false
		}
		wait = max(wait, v.landed[over].Add(back).Sub(now))
	}
	return wait, true
}

func (v *valve) wake(after time.Duration) {
	if v.timer != nil {
		v.timer.Stop()
	}
	v.timer = time.AfterFunc(after, func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.serve()
	})
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
