package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// country is a row of country-codes.csv: column name to value.
type country map[string]string

func (c country) code() string { return c["ISO3166-1-Alpha-3"] }

// entry is a line of factbook.jsonl.
type entry struct {
	Code      string `json:"factbook_code"`
	Name      string `json:"name"`
	Long      string `json:"long_name"`
	Capital   string `json:"capital"`
	Noun      string `json:"noun"`
	Adjective string `json:"adjective"`
	State     string `json:"chief_of_state"`
	Head      string `json:"head_of_government"`
}

func readCodes(path string) ([]country, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []country
	for _, row := range rows[1:] {
		c := country{}
		for i, name := range rows[0] {
			c[name] = strings.TrimSpace(row[i])
		}
		out = append(out, c)
	}
	out = append(out, country{"ISO3166-1-Alpha-3": "XKX", "FIPS": "KV", "is_independent": "Yes", "CLDR display name": "Kosovo"})
	slices.SortFunc(out, func(a, b country) int { return strings.Compare(a.code(), b.code()) })
	return out, nil
}

func readFactbook(path string) (map[string]entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	book := map[string]entry{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var e entry
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		book[strings.ToUpper(e.Code)] = e
	}
	return book, in.Err()
}

func write(path string, lines []string) error {
	var b bytes.Buffer
	for _, l := range lines {
		b.WriteString(l)
		b.WriteByte('\n')
	}
	return os.WriteFile(path, b.Bytes(), 0o644) //nolint:gosec // a data file of the repository
}
