package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"attache/cmd/attache/remote"
	"attache/store"

	"attache/internal/durable"
)

// place is where a command's files are.
func (e environment) place() remote.Files {
	if e.files != nil {
		return e.files
	}
	return ownFiles{e}
}

// ownFiles are those of this machine, as this process sees them.
type ownFiles struct{ env environment }

// Open opens a file, or standard input for "-".
func (f ownFiles) Open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(f.env.in), nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, fmt.Errorf("%s is a folder; name a file in it", name)
	}
	return file, nil
}

// Create makes a file that only its owner can read, or takes standard output
// for "-". A file of that name stays until the new one is whole.
func (f ownFiles) Create(name string) (remote.File, error) {
	if name == "-" {
		return printed{f.env.out}, nil
	}
	name, err := f.place(name)
	if err != nil {
		return nil, err
	}
	folder := filepath.Dir(name)
	file, err := os.CreateTemp(folder, "."+filepath.Base(name)+".*") // with mode 0600
	if err != nil {
		return nil, inFolder(folder, err)
	}
	return &fresh{File: file, name: name}, nil
}

// inFolder says why nothing can be made in a folder, without the name of a file that
// nobody asked for.
func inFolder(folder string, err error) error {
	info, statErr := os.Stat(folder)
	switch {
	case errors.Is(statErr, fs.ErrNotExist):
		return fmt.Errorf("there is no folder %s; make it first", folder)
	case statErr == nil && !info.IsDir():
		return fmt.Errorf("%s is no folder", folder)
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return fmt.Errorf("nothing can be made in the folder %s: %w", folder, err)
}

// place is where a file of this name belongs: behind a link, where it leads. It
// is no place for a file where something else is that a name must not be taken
// from: a device, the store itself.
func (f ownFiles) place(name string) (string, error) {
	if name == "" {
		return "", errors.New("a file without a name; name one, or - for standard output")
	}
	info, _ := os.Stat(name)
	if info == nil { // nothing is there, or it cannot be reached: making it tells
		return name, nil
	}
	switch {
	case info.IsDir():
		return "", fmt.Errorf("%s is a folder; name a file in it", name)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is no ordinary file; - is standard output", name)
	}
	for _, k := range f.env.kept {
		if own, err := os.Stat(k.path); err == nil && os.SameFile(info, own) {
			return "", fmt.Errorf("%s is %s; name another file", name, k.what)
		}
	}
	return filepath.EvalSymlinks(name)
}

// kept is a file that the bot cannot do without.
type kept struct{ path, what string }

// kept are the files of a configuration that nothing a command makes may replace:
// some of them there is no copy of.
func (c *config) kept(flags Globals, getenv func(string) string) []kept {
	path, _ := store.File(c.Store)
	return []kept{
		{path, "the store itself"},
		{c.proofKeyFile(), "the key that proves deliveries"},
		{tokenFile(c, flags, getenv), "the bot's token"},
		{cmp.Or(flags.Config, getenv("ATTACHE_CONFIG"), defaultConfigFile), "the configuration"},
		{c.Publish.Facebook.TokenFile, "the page's token"},
		{c.Publish.Mail.PasswordFile, "the password of the mail"},
		{c.Web.KeyFile, "the archive's key"},
		{c.Delivery.Webhook.KeyFile, "the webhook's key"},
	}
}

// printed is a file that is standard output.
type printed struct{ io.Writer }

func (printed) Commit() error { return nil }
func (printed) Abort()        {}

// fresh is a file under a name of its own until it is whole.
type fresh struct {
	*os.File
	name string
	done bool
}

func (f *fresh) Commit() error {
	f.done = true
	err := errors.Join(f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), f.name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return durable.Folder(filepath.Dir(f.name))
}

// Abort leaves nothing behind.
func (f *fresh) Abort() {
	if f.done {
		return
	}
	f.done = true
	_ = f.Close()
	_ = os.Remove(f.Name())
}
