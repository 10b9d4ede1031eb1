package durable

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
)

func TestAFolderThatIsThereIsSyncedAndOneThatIsNotIsTold(t *testing.T) {
	folder := t.TempDir()
	if err := Folder(folder); err != nil {
		t.Error(err)
	}
	if err := Folder(filepath.Join(folder, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
