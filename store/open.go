// Package store opens the place where Attaché keeps what it read and whom it
// writes to, and moves all of it in and out as JSON Lines.
//
// A DSN names a backend and what it opens: "bolt:PATH", or just a path. Every
// backend passes storetest.Run.
package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"

	"attache"
	"attache/store/bolt"
)

// opener opens what follows the scheme of a DSN.
type opener func(ctx context.Context, rest string) (attache.Store, error)

// backends are the known schemes. To add one: a package that passes
// storetest.Run, and a row here.
var backends = map[string]opener{
	"bolt": func(ctx context.Context, path string) (attache.Store, error) {
		s, err := bolt.Open(ctx, path, bolt.Options{})
		if err != nil {
			return nil, err
		}
		return s, nil
	},
}

// scheme is what a DSN begins with; a single letter is a drive of Windows.
var scheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]+):(.*)$`)

// Open opens the store that dsn names. The errors of the backend say what to
// do; see attache.ErrLocked and attache.ErrNewerSchema.
func Open(ctx context.Context, dsn string) (attache.Store, error) {
	name, rest := "bolt", dsn
	if m := scheme.FindStringSubmatch(dsn); m != nil {
		name, rest = strings.ToLower(m[1]), m[2]
	}
	open, known := backends[name]
	if !known {
		return nil, fmt.Errorf("store %s:…: unknown kind %q; known: %s (for a file: bolt:PATH)",
			name, name, strings.Join(knownSchemes(), ", "))
	}
	return open(ctx, rest)
}

func knownSchemes() []string {
	names := make([]string, 0, len(backends))
	for name := range backends {
		names = append(names, name+":")
	}
	slices.Sort(names)
	return names
}

// File is the path of the file that a DSN names, and whether it names one.
func File(dsn string) (path string, isFile bool) {
	if m := scheme.FindStringSubmatch(dsn); m != nil {
		return m[2], strings.EqualFold(m[1], "bolt")
	}
	return dsn, true
}

// Exists tells whether something is stored under a DSN. Open makes what is not
// there yet.
func Exists(dsn string) bool {
	path, isFile := File(dsn)
	if !isFile {
		return true // for Open to say what it thinks of it
	}
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
