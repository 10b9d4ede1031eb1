package main

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"attache"
)

// figures are what is counted while the bot runs. Their names begin with attache_.
type figures struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec   // to Telegram, by method and outcome
	asking   *prometheus.HistogramVec // seconds, by method
	updates  *prometheus.CounterVec   // by channel
	handling *prometheus.HistogramVec // seconds, sending the answer included, by channel
	lateness prometheus.Histogram     // seconds from a digest's slot until it was sent
	commands prometheus.Counter       // over the control socket

	mu    sync.Mutex
	state houseState
	at    time.Time // when state was looked at
}

// stateAge is how old the figures that are counted in the store may be: counting
// the chats reads all of them.
const stateAge = 30 * time.Second

func newFigures() *figures {
	spans := []float64{.05, .1, .3, 1, 3, 10, 30, 100, 300, 1000}
	f := &figures{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "attache_requests_total", Help: "Requests to the Bot API, by method and what came of them.",
		}, []string{"method", "outcome"}),
		asking: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "attache_request_duration_seconds", Help: "How long the Bot API took to answer.", Buckets: spans,
		}, []string{"method"}),
		updates: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "attache_updates_total", Help: "Messages, presses and events that were answered, by channel.",
		}, []string{"channel"}),
		handling: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "attache_answer_duration_seconds", Help: "How long an answer took, sending it included.", Buckets: spans,
		}, []string{"channel"}),
		lateness: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "attache_digest_lateness_seconds", Help: "From a digest's slot until it was sent.",
			Buckets: []float64{5, 10, 30, 60, 120, 300, 900, 3600, 6 * 3600},
		}),
		commands: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "attache_commands_total", Help: "Commands that came over the control socket.",
		}),
	}
	f.registry.MustRegister(f.requests, f.asking, f.updates, f.handling, f.lateness, f.commands,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return f
}

// handler answers /metrics: what was counted, and how things are.
func (f *figures) handler(l *live) http.Handler {
	f.registry.MustRegister(&houseCollector{live: l, figures: f})
	return promhttp.HandlerFor(f.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: operationsTime})
}

// look is how things are, at most stateAge old.
func (f *figures) look(ctx context.Context, l *live) (houseState, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.at.IsZero() && time.Since(f.at) < stateAge {
		return f.state, nil
	}
	h := app{config: *l.config.Load(), store: l.app.store, now: l.app.now, log: l.app.log, live: l}
	state, err := h.state(ctx)
	if err == nil {
		f.state, f.at = state, time.Now()
	}
	return state, err
}

// houseCollector gives what is counted in the store.
type houseCollector struct {
	live    *live
	figures *figures
}

var (
	descBuild      = prometheus.NewDesc("attache_build_info", "The version that runs.", []string{"version"}, nil)
	descStart      = prometheus.NewDesc("attache_start_time_seconds", "When the bot started.", nil, nil)
	descChats      = prometheus.NewDesc("attache_chats", "Chats by state.", []string{"state"}, nil)
	descSources    = prometheus.NewDesc("attache_sources", "Sources by how polling them goes.", []string{"state"}, nil)
	descDeliveries = prometheus.NewDesc("attache_deliveries", "Deliveries that are kept, by state.", []string{"state"}, nil)
	descArticles   = prometheus.NewDesc("attache_articles_total",
		"Articles that came since the start, by what became of them.", []string{"outcome"}, nil)
	descDiplomacy = prometheus.NewDesc("attache_articles_relevant_total", "Of those that are new or changed, about diplomacy.", nil, nil)
	descBytes     = prometheus.NewDesc("attache_store_bytes", "Bytes of the store's file.", nil, nil)
	descFree      = prometheus.NewDesc("attache_store_free_bytes", "Bytes of it that hold nothing.", nil, nil)
	descPolled    = prometheus.NewDesc("attache_last_poll_timestamp_seconds", "When a source was polled last.", nil, nil)
	descNewest    = prometheus.NewDesc("attache_newest_article_timestamp_seconds", "When the newest article was published.", nil, nil)
	descNext      = prometheus.NewDesc("attache_next_digest_timestamp_seconds", "When the next digest is due.", nil, nil)
	descBackup    = prometheus.NewDesc("attache_last_backup_timestamp_seconds", "When the store was last backed up by itself.", nil, nil)
	descTroubles  = prometheus.NewDesc("attache_troubles", "What operators were told of and is not over.", nil, nil)
	descUp        = prometheus.NewDesc("attache_store_up", "Whether the store can be read.", nil, nil)
)

// Describe names what Collect gives.
func (c *houseCollector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		descBuild, descStart, descChats, descSources, descDeliveries, descArticles, descDiplomacy, descBytes, descFree, descPolled,
		descNewest, descNext, descBackup, descTroubles, descUp,
	} {
		out <- d
	}
}

// Collect gives how things are.
func (c *houseCollector) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	at := func(d *prometheus.Desc, t time.Time) {
		if !t.IsZero() {
			gauge(d, float64(t.UnixMilli())/1000)
		}
	}
	gauge(descBuild, 1, version)
	at(descStart, c.live.since)
	gauge(descTroubles, float64(len(c.live.troubles.list())))
	total := c.live.pipeline.counted()
	for outcome, n := range map[string]int{"added": total.added, "updated": total.updated, "unchanged": total.unchanged} {
		out <- prometheus.MustNewConstMetric(descArticles, prometheus.CounterValue, float64(n), outcome)
	}
	out <- prometheus.MustNewConstMetric(descDiplomacy, prometheus.CounterValue, float64(total.relevant))
	ctx, cancel := context.WithTimeout(context.Background(), operationsTime)
	defer cancel()
	st, err := c.figures.look(ctx, c.live)
	if err != nil {
		gauge(descUp, 0)
		return
	}
	gauge(descUp, 1)
	for _, s := range []attache.ChatState{attache.ChatActive, attache.ChatPaused, attache.ChatStopped, attache.ChatGone} {
		gauge(descChats, float64(st.chats[s]), string(s))
	}
	for _, s := range []string{"well", "failing", "paused", "gone", "new"} {
		gauge(descSources, float64(st.sources[s]), s)
	}
	for _, s := range []attache.DeliveryState{attache.Pending, attache.Claimed, attache.Sent, attache.Dead, attache.Expired} {
		gauge(descDeliveries, float64(st.deliveries[s]), string(s))
	}
	gauge(descBytes, float64(st.bytes))
	gauge(descFree, float64(st.free))
	at(descPolled, st.polled)
	at(descNewest, st.newest)
	at(descNext, st.next)
	at(descBackup, st.backup)
}

// observed counts the requests to the Bot API; nil where nothing is counted.
func (h *app) observed() func(method string, took time.Duration, err error) {
	if h.live == nil {
		return nil
	}
	f := h.live.figures
	return func(method string, took time.Duration, err error) {
		f.requests.WithLabelValues(method, outcomeOf(err)).Inc()
		if method != "getUpdates" { // which waits for something to happen
			f.asking.WithLabelValues(method).Observe(took.Seconds())
		}
	}
}

// outcomeOf says in a word what became of a request.
func outcomeOf(err error) string {
	if err == nil {
		return "ok"
	}
	failed, ok := errors.AsType[*attache.SendError](err)
	if !ok {
		return "failed"
	}
	switch failed.Fault {
	case attache.FaultRate:
		return "limited"
	case attache.FaultGone:
		return "gone"
	case attache.FaultPaused:
		return "not_allowed"
	case attache.FaultMoved:
		return "moved"
	case attache.FaultMalformed:
		return "malformed"
	case attache.FaultAuth, attache.FaultConflict:
		return "refused"
	case attache.FaultHarmless:
		return "harmless"
	default:
		return "failed"
	}
}

// handled counts the answers to a channel's updates.
func (f *figures) handled(scheme string, handle func(context.Context, attache.Incoming)) func(context.Context, attache.Incoming) {
	return func(ctx context.Context, in attache.Incoming) {
		start := time.Now()
		handle(ctx, in)
		f.updates.WithLabelValues(scheme).Inc()
		f.handling.WithLabelValues(scheme).Observe(time.Since(start).Seconds())
	}
}

// countedOutbox tells how late digests were sent.
type countedOutbox struct {
	attache.Outbox
	figures *figures
}

// Settle stores what became of a delivery.
func (o countedOutbox) Settle(ctx context.Context, d attache.Delivery) error {
	err := o.Outbox.Settle(ctx, d)
	if err == nil && d.State == attache.Sent && d.Kind == attache.DigestDelivery {
		o.figures.lateness.Observe(max(d.Settled.Sub(d.Slot), 0).Seconds())
	}
	return err
}
