// Command build makes the gazetteer's generated files from open data: the
// names, demonyms and capitals of countries (countries.tsv) and their chiefs of
// state and government with the day they took office (chiefs.tsv).
//
//	go run ./extract/actor/build ../shared/data/actors extract/actor/data
//
// It reads factbook.jsonl (CIA World Factbook, CC0) and country-codes.csv
// (datasets/country-codes, ODC-PDDL). The same input gives the same bytes.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: build SOURCE-FOLDER TARGET-FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	codes, err := readCodes(filepath.Join(from, "country-codes.csv"))
	if err != nil {
		return err
	}
	book, err := readFactbook(filepath.Join(from, "factbook.jsonl"))
	if err != nil {
		return err
	}
	if err := write(filepath.Join(to, "countries.tsv"), countries(codes, book)); err != nil {
		return err
	}
	return write(filepath.Join(to, "chiefs.tsv"), chiefs(codes, book))
}
