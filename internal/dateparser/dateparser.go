// Package dateparser stands in for github.com/markusmobius/go-dateparser, which
// go-htmldate names for its extensive search of dates and go-trafilatura in its
// fast mode never reaches: that one builds 78 MB of tables at every start. A page
// whose date no short way finds has none here, as in that mode; feed reads the
// dates of pages and feeds in package when.
//
// It has only what go-htmldate names. go.mod replaces the module by it, so that
// a build which would need more does not compile.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way of reading a date.
type ParserType uint8

// The ways that go-htmldate asks for.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource says which of the days is meant where a text leaves it open.
type PreferredDateSource uint8

// Past is the latest one that is over.
const Past PreferredDateSource = 1

// Configuration is how dates are to be read.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser reads dates: none.
type Parser struct{ ParserTypes []ParserType }

// Date is a date that was read.
type Date struct{ Time time.Time }

// ErrExtensive says that the extensive search is not built in.
var ErrExtensive = errors.New("dateparser: the extensive search for dates is not part of this program")

// Parse returns ErrExtensive.
func (p *Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, ErrExtensive
}
