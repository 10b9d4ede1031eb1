package when

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// scanner reads a date from left to right.
type scanner struct {
	s string
	i int
}

func (p *scanner) done() bool   { return p.i >= len(p.s) }
func (p *scanner) rest() string { return strings.TrimSpace(p.s[p.i:]) }
func (p *scanner) digit() bool  { return !p.done() && p.s[p.i] >= '0' && p.s[p.i] <= '9' }

func (p *scanner) blanks() {
	for !p.done() && p.s[p.i] == ' ' {
		p.i++
	}
}

// take consumes one of the bytes and returns it, or 0.
func (p *scanner) take(bytes string) byte {
	if !p.done() && strings.IndexByte(bytes, p.s[p.i]) >= 0 {
		p.i++
		return p.s[p.i-1]
	}
	return 0
}

// number reads a number of so many digits.
func (p *scanner) number(least, most int) (int, bool) {
	start := p.i
	for p.digit() && p.i-start < most {
		p.i++
	}
	if p.i-start < least {
		p.i = start
		return 0, false
	}
	n, err := strconv.Atoi(p.s[start:p.i])
	return n, err == nil
}

// ordinal reads exactly three digits, the day of the year.
func (p *scanner) ordinal() (int, bool) {
	start := p.i
	n, ok := p.number(3, 3)
	if !ok || p.digit() || n < 1 || n > 366 {
		p.i = start
		return 0, false
	}
	return n, true
}

// clock reads 19:48:21.5, 19:48, 194821, 19.
func (p *scanner) clock() (time.Duration, bool) {
	hour, ok := p.number(1, 2)
	if !ok || hour > 24 {
		return 0, false
	}
	d := time.Duration(hour) * time.Hour
	for _, unit := range []time.Duration{time.Minute, time.Second} {
		mark := p.take(":.")
		if mark == 0 && !p.digit() {
			return d, true
		}
		n, ok := p.number(1, 2)
		if !ok || n > 60 {
			return 0, false
		}
		d += time.Duration(n) * unit
	}
	if p.take(".,") != 0 {
		start := p.i
		for p.digit() {
			p.i++
		}
		if f, err := strconv.ParseFloat("0."+p.s[start:p.i], 64); err == nil {
			d += time.Duration(f * float64(time.Second))
		}
	}
	return d, d <= 24*time.Hour+time.Minute
}

// zones are the names in use; ambiguous ones mean what they mean in most feeds.
var zones = map[string]float64{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
	"pdt": -7, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5, "akst": -9, "akdt": -8, "hst": -10, "bst": 1, "ist": 5.5, "west": 1, "cet": 1,
	"cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "msd": 4, "trt": 3, "sast": 2, "cat": 2,
	"eat": 3, "wat": 1, "gst": 4, "irst": 3.5, "irdt": 4.5, "pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "sgt": 8, "hkt": 8, "myt": 8,
	"pht": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3,
	"art": -3, "clt": -4, "clst": -3, "cot": -5, "pet": -5, "vet": -4, "a": 1, "m": 12, "n": -1, "y": -12,
}

// zone reads "+0300", "+03:00", "GMT+3", "MSK", "" and such.
func zone(s string) (time.Duration, bool) {
	s = strings.Trim(strings.ToLower(strings.TrimSpace(s)), "()[].")
	if s == "" {
		return 0, true
	}
	name := strings.TrimRight(s, "+-0123456789:")
	rest := s[len(name):]
	hours, known := zones[strings.TrimSpace(name)]
	if name != "" && !known {
		return 0, false
	}
	offset := time.Duration(hours * float64(time.Hour))
	if rest == "" {
		return offset, true
	}
	sign := time.Duration(1)
	switch rest[0] {
	case '-':
		sign = -1
	case '+':
	default:
		return 0, false
	}
	p := scanner{s: rest[1:]}
	h, ok := p.number(1, 2)
	if !ok {
		return 0, false
	}
	p.take(":")
	m, _ := p.number(1, 2)
	if !p.done() || h > 15 || m > 59 {
		return 0, false
	}
	return offset + sign*(time.Duration(h)*time.Hour+time.Duration(m)*time.Minute), true
}

// places are what stands for a place's time in a date, summer or winter.
var places = map[string]string{
	"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles", "easterntime": "America/New_York",
	"bjt": "Asia/Shanghai", "cet/cest": "Europe/Paris",
}

var zoneShape = regexp.MustCompile(`^[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_+-]+){1,2}$`)

// location gives the zone that a name of IANA's data base tells, or a place's
// usual letters; nil where it is none.
func location(name string) *time.Location {
	name = strings.Trim(name, "()[] ")
	if full, ok := places[strings.ToLower(name)]; ok {
		name = full
	}
	if !zoneShape.MatchString(name) {
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}
