// Package durable makes what was done to files outlast a loss of power.
package durable

import (
	"errors"
	"os"
)

// Folder makes the names in a folder durable: that a file was made there, renamed or
// taken away.
func Folder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
