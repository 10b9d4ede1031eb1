package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/big"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// mutant is one breakage: a stretch of a file that something else stands for.
type mutant struct {
	file       *source
	start, end int // bytes
	line       int
	instead    string
	what       string // in words
}

// place is where it is, for people.
func (m *mutant) place() string {
	return fmt.Sprintf("%s/%s:%d", m.file.pkg.path, filepath.Base(m.file.path), m.line)
}

// broken is the file with it.
func (m *mutant) broken() []byte {
	return slices.Concat(m.file.text[:m.start], []byte(m.instead), m.file.text[m.end:])
}

// diff shows the lines that differ.
func (m *mutant) diff() string {
	first := bytes.LastIndexByte(m.file.text[:m.start], '\n') + 1
	last := len(m.file.text)
	if i := bytes.IndexByte(m.file.text[m.end:], '\n'); i >= 0 {
		last = m.end + i
	}
	var b strings.Builder
	for line := range strings.SplitSeq(string(m.file.text[first:last]), "\n") {
		fmt.Fprintf(&b, "  - %s\n", strings.TrimSpace(line))
	}
	fresh := string(m.file.text[first:m.start]) + m.instead + string(m.file.text[m.end:last])
	for line := range strings.SplitSeq(fresh, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintf(&b, "  + %s\n", line)
		}
	}
	return b.String()
}

// finder walks through a file and notes what could be broken.
type finder struct {
	file  *source
	set   *token.FileSet
	found []mutant
}

func mutantsOf(f *source) ([]mutant, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, f.path, f.text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	w := &finder{file: f, set: set}
	for _, d := range tree.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			ast.Inspect(fn.Body, w.node)
		} else if g, ok := d.(*ast.GenDecl); ok && g.Tok != token.IMPORT {
			ast.Inspect(g, w.node)
		}
	}
	return w.found, nil
}

func (w *finder) note(from, to token.Pos, instead, what string) {
	at := w.set.Position(from)
	w.found = append(w.found, mutant{
		file: w.file, start: at.Offset, end: w.set.Position(to).Offset, line: at.Line, instead: instead, what: what,
	})
}

// swaps are operators and what breaks them.
var swaps = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.LAND: token.LOR, token.LOR: token.LAND, token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL,
	token.AND: token.OR, token.OR: token.AND, token.SHL: token.SHR, token.SHR: token.SHL,
}

func (w *finder) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if to, ok := swaps[n.Op]; ok && !isText(n.X) && !isText(n.Y) {
			w.note(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), to.String(), fmt.Sprintf("%s for %s", to, n.Op))
		}
	case *ast.IfStmt:
		w.negate(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			w.note(n.Cond.Pos(), n.Cond.End(), "false", "a loop that never runs")
		}
	case *ast.BasicLit:
		w.number(n)
	case *ast.Ident:
		if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
			w.note(n.Pos(), n.End(), other, fmt.Sprintf("%s for %s", other, n.Name))
		}
	case *ast.ReturnStmt:
		w.returned(n)
	case *ast.BlockStmt:
		w.statements(n.List)
	case *ast.CaseClause:
		w.statements(n.Body)
	case *ast.CallExpr: // how large a slice or a buffer is at first changes nothing
		if makesRoom(n) {
			return false
		}
	case *ast.Field: // tags and types
		return false
	}
	return true
}

// makesRoom says whether a call only tells how much room something needs.
func makesRoom(call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name == "make"
	case *ast.SelectorExpr:
		return f.Sel.Name == "Grow"
	}
	return false
}

func isText(e ast.Expr) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING
}

func (w *finder) negate(cond ast.Expr) {
	text := string(w.file.text[w.set.Position(cond.Pos()).Offset:w.set.Position(cond.End()).Offset])
	w.note(cond.Pos(), cond.End(), "!("+text+")", "the opposite condition")
}

// number breaks a figure by one, a fraction by half of it.
func (w *finder) number(n *ast.BasicLit) {
	if v, ok := new(big.Int).SetString(n.Value, 0); ok && n.Kind == token.INT {
		v.Add(v, big.NewInt(1))
		w.note(n.Pos(), n.End(), v.String(), fmt.Sprintf("%s for %s", v, n.Value))
	}
	if v, err := strconv.ParseFloat(n.Value, 64); err == nil && n.Kind == token.FLOAT {
		to := strconv.FormatFloat(v*1.5+0.1, 'g', -1, 64)
		w.note(n.Pos(), n.End(), to, fmt.Sprintf("%s for %s", to, n.Value))
	}
}

// returned swallows an error, or gives nothing where something was found.
func (w *finder) returned(n *ast.ReturnStmt) {
	for _, r := range n.Results {
		if id, ok := r.(*ast.Ident); ok && id.Name == "err" {
			w.note(r.Pos(), r.End(), "nil", "an error that is swallowed")
		}
	}
	if len(n.Results) != 1 {
		return
	}
	switch r := n.Results[0].(type) {
	case *ast.BinaryExpr:
		if r.Op == token.LAND || r.Op == token.LOR || r.Op == token.EQL || r.Op == token.LSS || r.Op == token.GTR {
			w.note(r.Pos(), r.End(), "false", "false whatever is asked")
			w.note(r.Pos(), r.End(), "true", "true whatever is asked")
		}
	case *ast.UnaryExpr:
		if r.Op == token.NOT {
			w.note(r.Pos(), r.X.Pos(), "", "the opposite result")
		}
	}
}

// statements takes single statements away.
func (w *finder) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt:
			if call, ok := s.X.(*ast.CallExpr); logs(s.X) || ok && makesRoom(call) {
				continue
			}
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				continue
			}
		case *ast.IncDecStmt:
		case *ast.BranchStmt:
			if s.Tok == token.GOTO || s.Tok == token.FALLTHROUGH {
				continue
			}
		default:
			continue
		}
		w.note(s.Pos(), s.End(), "", "a statement that is left out")
	}
}

// logs says whether a call writes to a log: what only operators read is not asked
// of every test.
func logs(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	on := ""
	switch x := method.X.(type) {
	case *ast.Ident:
		on = x.Name
	case *ast.SelectorExpr:
		on = x.Sel.Name
	}
	return slices.Contains([]string{"log", "Log", "logger", "Logger", "slog"}, on)
}
