package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/digest/slot"
)

// Backups that come by themselves: one file for each slot of backup.schedule in
// backup.folder, of which the newest backup.keep stay.

// backupConfig says when the store is copied, and where to.
type backupConfig struct {
	Folder   string `yaml:"folder"`   // "": there are none
	Schedule string `yaml:"schedule"` // HH:MM or a cron expression, in digest.timezone
	Keep     int    `yaml:"keep"`     // how many stay
}

const (
	backupNote     = "backup.last"
	backupEvery    = time.Minute
	backupStamp    = "2006-01-02T150405Z"
	backupBefore   = "attache-"
	backupAfter    = ".db"
	usualBackup    = "03:30"
	usualBackups   = 7
	mostBackups    = 1000
	backupsTrouble = "backup"
)

// lastBackup is when the store was last copied by itself; zero: never.
func (h *app) lastBackup(ctx context.Context) (time.Time, error) {
	note, err := h.store.Note(ctx, backupNote)
	if errors.Is(err, attache.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	at, _ := time.Parse(time.RFC3339, string(note)) // a note that cannot be read: it is made anew
	return at, nil
}

// backUp copies the store where a slot has come since the last copy. What is in
// the future was noted by a wrong clock.
func (h *app) backUp(ctx context.Context, now time.Time) error {
	c := h.settings()
	if c.Backup.Folder == "" {
		return nil
	}
	last, err := h.lastBackup(ctx)
	if err != nil {
		return err
	}
	schedule, err := slot.Parse(cmp.Or(c.Backup.Schedule, usualBackup), c.Digest.TimeZone)
	if err != nil {
		return err
	}
	if !last.IsZero() && !last.After(now) && schedule.Next(last).After(now) {
		return nil
	}
	name, n, err := h.backUpTo(ctx, c.Backup.Folder, now)
	if err == nil {
		err = h.store.SetNote(ctx, backupNote, []byte(now.UTC().Format(time.RFC3339)))
	}
	if err == nil {
		err = prune(c.Backup.Folder, cmp.Or(c.Backup.Keep, usualBackups))
	}
	if err != nil {
		h.live.trouble(ctx, backupsTrouble, fmt.Sprintf("The store could not be backed up to %s: %v. It is tried again every minute.",
			c.Backup.Folder, err))
		return err
	}
	h.log.Info("the store was backed up", "file", name, "bytes", n)
	h.live.calm(ctx, backupsTrouble, "The store is backed up again.")
	return nil
}

// backUpTo copies the store into a folder, under the time's name.
func (h *app) backUpTo(ctx context.Context, folder string, now time.Time) (name string, n int64, err error) {
	u, err := h.upkeep()
	if err != nil {
		return "", 0, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", 0, err
	}
	name = filepath.Join(folder, backupBefore+now.UTC().Format(backupStamp)+backupAfter)
	file, err := ownFiles{}.Create(name)
	if err != nil {
		return "", 0, err
	}
	defer file.Abort()
	if n, err = u.Backup(ctx, file); err != nil {
		return name, n, err
	}
	return name, n, file.Commit()
}

// prune takes away the oldest backups of a folder. What has another name is not
// ours.
func prune(folder string, keep int) error {
	files, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var ours []string
	for _, f := range files {
		if strings.HasPrefix(f.Name(), "."+backupBefore) && strings.Contains(f.Name(), backupAfter+".") && f.Type().IsRegular() {
			_ = os.Remove(filepath.Join(folder, f.Name())) // of a backup that was killed: none is under way
			continue
		}
		stamp, found := strings.CutPrefix(f.Name(), backupBefore)
		stamp, ended := strings.CutSuffix(stamp, backupAfter)
		if _, err := time.Parse(backupStamp, stamp); found && ended && err == nil && f.Type().IsRegular() {
			ours = append(ours, f.Name())
		}
	}
	slices.Sort(ours)
	var failed error
	for _, name := range ours[:max(0, len(ours)-keep)] {
		failed = errors.Join(failed, os.Remove(filepath.Join(folder, name)))
	}
	return failed
}
