// Audits a log on disk with Go's own sumdb packages, which share no code with Stet: the checkpoint's signature, every entry and every tile
// against the tree made of the entries, the root, and the proofs that lie beside it.
//
// usage: main DIR, where DIR holds vkey, checkpoint, tile/..., and perhaps proofs/*.tlog-proof and add-checkpoint (a request to a witness).
// Prints what is wrong, a line each, and exits with 1; or "ok SIZE".
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// What C2SP tlog-tiles calls tile/<level>/... is tile/8/<level>/... here, and entries are data.
const height = 8
const width = 1 << height

type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: main DIR")
		os.Exit(2)
	}
	problems, size := audit(os.Args[1])
	for _, problem := range problems {
		fmt.Println(problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
	fmt.Println("ok", size)
}

func audit(dir string) (problems []string, size int64) {
	wrong := func(format string, args ...interface{}) {
		problems = append(problems, fmt.Sprintf(format, args...))
	}
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey"))
	if err != nil {
		return []string{err.Error()}, 0
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return []string{"vkey: " + err.Error()}, 0
	}
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return []string{err.Error()}, 0
	}
	latest, err := open(signed, verifier)
	if err != nil {
		return []string{"checkpoint: " + err.Error()}, 0
	}

	// The tree made anew of the entries alone.
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index < 0 || index >= int64(len(stored)) {
				return nil, fmt.Errorf("no hash %d", index)
			}
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	var leaves []tlog.Hash
	for n := int64(0); n*width < latest.size; n++ {
		tile := tlog.Tile{H: height, L: -1, N: n, W: widthAt(latest.size, n)}
		entries, err := readEntries(dir, tile)
		if err != nil {
			return append(problems, fmt.Sprintf("%s: %v", pathOf(tile), err)), latest.size
		}
		for _, entry := range entries {
			hash := tlog.RecordHash(entry)
			more, err := tlog.StoredHashesForRecordHash(int64(len(leaves)), hash, reader)
			if err != nil {
				return append(problems, err.Error()), latest.size
			}
			stored = append(stored, more...)
			leaves = append(leaves, hash)
		}
	}

	root, err := tlog.TreeHash(latest.size, reader)
	if latest.size == 0 {
		// This version of the package has no hash for it.
		root, err = emptyRoot(), nil
	}
	if err != nil {
		wrong("root: %v", err)
	} else if root != latest.root {
		wrong("root: the entries give %v, the checkpoint says %v", root, latest.root)
	}

	// Every tile that must be there, then every file that is there.
	for level, hashes := 0, latest.size; hashes > 0; level, hashes = level+1, hashes/width {
		for n := int64(0); n*width < hashes; n++ {
			tile := tlog.Tile{H: height, L: level, N: n, W: widthAt(hashes, n)}
			if _, err := os.Stat(filepath.Join(dir, pathOf(tile))); err != nil {
				wrong("%s: missing", pathOf(tile))
			}
		}
	}
	err = filepath.Walk(filepath.Join(dir, "tile"), func(file string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		path, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		if problem := checkTile(dir, path, latest.size, reader, leaves); problem != nil {
			wrong("%s: %v", path, problem)
		}
		return nil
	})
	if err != nil && latest.size > 0 {
		wrong("%v", err)
	}

	proofs, _ := filepath.Glob(filepath.Join(dir, "proofs", "*.tlog-proof"))
	for _, file := range proofs {
		if err := checkProof(file, verifier, leaves); err != nil {
			wrong("%s: %v", filepath.Base(file), err)
		}
	}
	if request, err := os.ReadFile(filepath.Join(dir, "add-checkpoint")); err == nil {
		if err := checkRequest(string(request), verifier, reader); err != nil {
			wrong("add-checkpoint: %v", err)
		}
	}
	return problems, latest.size
}

func open(signed []byte, verifier note.Verifier) (checkpoint, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(strings.TrimSuffix(opened.Text, "\n"), "\n")
	if len(lines) < 3 {
		return checkpoint{}, errors.New("too few lines")
	}
	if lines[0] != verifier.Name() {
		return checkpoint{}, fmt.Errorf("of %q", lines[0])
	}
	size, err := decimal(lines[1])
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{lines[0], size, root}, err
}

func readEntries(dir string, tile tlog.Tile) ([][]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, pathOf(tile)))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("ends in the middle of an entry")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(entries) != tile.W {
		return nil, fmt.Errorf("has %d entries", len(entries))
	}
	return entries, nil
}

// checkTile holds a file against the tree, also a partial one of a size the log once had.
func checkTile(dir, path string, size int64, reader tlog.HashReader, leaves []tlog.Hash) error {
	tile, err := parsePath(path)
	if err != nil {
		return err
	}
	if tile.L == -1 {
		if tile.N*width+int64(tile.W) > size {
			return errors.New("is of a larger log")
		}
		entries, err := readEntries(dir, tile)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			if tlog.RecordHash(entry) != leaves[tile.N*width+int64(i)] {
				return fmt.Errorf("entry %d is another", i)
			}
		}
		return nil
	}
	data, err := os.ReadFile(filepath.Join(dir, path))
	if err != nil {
		return err
	}
	expected, err := tlog.ReadTileData(tile, reader)
	if err != nil {
		return err
	}
	if !bytes.Equal(data, expected) {
		return errors.New("is not the tile of these entries")
	}
	return nil
}

func checkProof(file string, verifier note.Verifier, leaves []tlog.Hash) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, signed, found := strings.Cut(string(data), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a proof with extra data")
	}
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := decimal(strings.TrimPrefix(lines[2], "index "))
	if err != nil {
		return err
	}
	proof, err := parseHashes(lines[3:])
	if err != nil {
		return err
	}
	of, err := open([]byte(signed), verifier)
	if err != nil {
		return err
	}
	if index >= int64(len(leaves)) || tlog.RecordHash(leaf) != leaves[index] {
		return errors.New("its leaf is not in that place")
	}
	return tlog.CheckRecord(proof, of.size, of.root, index, leaves[index])
}

func checkRequest(request string, verifier note.Verifier, reader tlog.HashReader) error {
	head, signed, found := strings.Cut(request, "\n\n")
	lines := strings.Split(head, "\n")
	if !found {
		return errors.New("no checkpoint")
	}
	old, err := decimal(strings.TrimPrefix(lines[0], "old "))
	if err != nil {
		return err
	}
	proof, err := parseHashes(lines[1:])
	if err != nil {
		return err
	}
	of, err := open([]byte(signed), verifier)
	if err != nil {
		return err
	}
	oldRoot, err := tlog.TreeHash(old, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, of.size, of.root, old, oldRoot)
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

func parsePath(path string) (tlog.Tile, error) {
	path = strings.Replace(path, "tile/entries/", "tile/data/", 1)
	return tlog.ParseTilePath(strings.Replace(path, "tile/", fmt.Sprintf("tile/%d/", height), 1))
}

func pathOf(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

// widthAt is how wide tile n is on a level of so many hashes.
func widthAt(hashes, n int64) int {
	if left := hashes - n*width; left < width {
		return int(left)
	}
	return width
}

func decimal(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil && strconv.FormatInt(n, 10) != text {
		err = fmt.Errorf("%q is not written as a number should be", text)
	}
	return n, err
}

func emptyRoot() (hash tlog.Hash) {
	// SHA-256 of nothing.
	hash, _ = tlog.ParseHash("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
	return hash
}
