package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"attache"
	"attache/internal/durable"
	words "attache/internal/text"
	"attache/store"
	"attache/store/bolt"
)

// errNoUpkeep is what a store gets that is no file.
var errNoUpkeep = errors.New("this kind of store is backed up, checked and compacted with its own tools")

// upkeep is the store as what keeps it in order.
func (h *app) upkeep() (attache.Upkeep, error) {
	u, ok := h.store.(attache.Upkeep)
	if !ok {
		return nil, usage("%w", errNoUpkeep)
	}
	return u, nil
}

// backupCommand copies the store as it is at one moment.
type backupCommand struct {
	File string `arg:"" help:"Where the copy goes; - for standard output."`
}

func (c *backupCommand) Run(s *session) error {
	if c.File == "-" && isTerminal(s.env.out) {
		return usage("a backup is not for a terminal; name a file, or pass it on to another program")
	}
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	u, err := h.upkeep()
	if err != nil {
		return err
	}
	file, err := s.env.place().Create(c.File)
	if err != nil {
		return usage("%w", err)
	}
	defer file.Abort()
	n, err := u.Backup(s.ctx, file)
	if err == nil {
		err = file.Commit()
	}
	if err != nil {
		return err
	}
	if c.File != "-" {
		fmt.Fprintf(s.env.out, "%s is the store as it was just now, %s; `attache restore %s` brings it back\n",
			safe(c.File), bytesOf(n), typed(c.File))
	}
	return nil
}

// restoreCommand makes a store of a backup.
type restoreCommand struct {
	File string `arg:"" help:"A backup; - for standard input."`
}

func (c *restoreCommand) Run(s *session) error {
	conf, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return err
	}
	path, isFile := store.File(conf.Store)
	if !isFile {
		return usage("%w", errNoUpkeep)
	}
	if store.Exists(conf.Store) {
		return usage("there is a store at %s already; move it away first, or name another place with --store", path)
	}
	in, err := s.input(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	n, err := restore(s.ctx, in, path)
	if err != nil {
		return fmt.Errorf("nothing was restored: %s: %w", c.File, err)
	}
	fmt.Fprintf(s.env.out, "restored %s to %s; it is whole\n", bytesOf(n), path)
	return nil
}

// restoring begins the names of the folders that restores work in.
const restoring = ".restore"

// restore copies a backup to where the store will be, once it was found whole.
// Who makes a store there meanwhile keeps it. What a restore left behind that was
// killed goes.
func restore(ctx context.Context, in io.Reader, path string) (n int64, err error) {
	beside := filepath.Dir(path)
	dropLeft(beside)
	folder, err := os.MkdirTemp(beside, restoring+"*")
	if err != nil {
		return 0, inFolder(beside, err)
	}
	defer os.RemoveAll(folder)
	held, err := holdFolder(folder)
	if err != nil {
		return 0, err
	}
	defer held.Close()
	name := filepath.Join(folder, filepath.Base(path))
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	n, err = io.Copy(file, in)
	if err = errors.Join(err, file.Sync(), file.Close(), ctx.Err()); err != nil {
		return n, err
	}
	if n == 0 { // of an empty file bbolt makes a new store, which would be "whole"
		return 0, errors.New("it is empty; that is no backup")
	}
	if err := whole(ctx, name); err != nil {
		return n, err
	}
	if err := os.Link(name, path); err != nil {
		return n, err
	}
	return n, durable.Folder(filepath.Dir(path))
}

// holdFolder locks a folder for as long as it is open here; it fails at once where
// somebody else has it.
func holdFolder(name string) (io.Closer, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("the folder %s cannot be locked: %w", name, err), f.Close())
	}
	return f, nil
}

// dropLeft takes away the folders of restores that are no more.
func dropLeft(beside string) {
	folders, _ := filepath.Glob(filepath.Join(beside, restoring+"*"))
	for _, name := range folders {
		if held, err := holdFolder(name); err == nil { // nobody works in it
			_ = os.RemoveAll(name)
			_ = held.Close()
		}
	}
}

// whole opens a store, which brings it to the newest schema, and checks it.
func whole(ctx context.Context, path string) error {
	kept, err := bolt.Open(ctx, path, bolt.Options{Log: slog.New(slog.DiscardHandler)}) // what is wrong is told by its errors
	if err != nil {
		return err
	}
	return errors.Join(kept.Check(ctx), kept.Close())
}

// checkCommand reads the whole store.
type checkCommand struct{}

// mostProblems is how many problems are told one by one.
const mostProblems = 20

func (c *checkCommand) Run(s *session) error {
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	u, err := h.upkeep()
	if err != nil {
		return err
	}
	err = u.Check(s.ctx)
	if err == nil {
		fmt.Fprintln(s.env.out, "the store is whole")
		return nil
	}
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	problems := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		problems = joined.Unwrap()
	}
	for _, p := range problems[:min(len(problems), mostProblems)] {
		fmt.Fprintln(s.env.out, safe(p.Error()))
	}
	return fmt.Errorf("the store has %s. Restore a backup (attache restore), or save what can be read: "+
		"attache export --salvage > saved.jsonl, then attache --store bolt:new.db import saved.jsonl",
		words.Count(len(problems), "fault", "faults"))
}

// compactCommand gives back the room that nothing needs any more.
type compactCommand struct{}

func (c *compactCommand) Run(s *session) error {
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	u, err := h.upkeep()
	if err != nil {
		return err
	}
	before, _, err := u.Size(s.ctx)
	if err != nil {
		return err
	}
	if err := u.Compact(s.ctx); err != nil {
		return err
	}
	after, _, err := u.Size(s.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.env.out, "%s became %s\n", bytesOf(before), bytesOf(after))
	return nil
}

// bytesOf says how much so many bytes are.
func bytesOf(n int64) string {
	const unit = 1000
	if n < unit {
		return words.Count(int(n), "byte", "bytes")
	}
	value, name := float64(n)/unit, "kB"
	for _, next := range []string{"MB", "GB", "TB"} {
		if value < unit {
			break
		}
		value, name = value/unit, next
	}
	return fmt.Sprintf("%.1f %s", value, name)
}
