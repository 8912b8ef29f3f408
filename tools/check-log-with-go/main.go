// Command check-log-with-go reads a published log from a folder with Go's own implementation of transparency logs,
// golang.org/x/mod/sumdb, which the go command itself uses, and holds the log against it.
//
// It checks the signature of the checkpoint, hashes every entry of every bundle, compares every hash tile byte by byte, and
// prints the inclusion and consistency proofs asked for, so that they can be compared with those of the log:
//
//	check-log-with-go <folder> <verifier key> <index or older size>...
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// hashes keeps the stored hashes of a tree in the order that tlog gives them.
type hashes []tlog.Hash

func (all hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for at, index := range indexes {
		if index >= int64(len(all)) {
			return nil, fmt.Errorf("hash %d is beyond the tree", index)
		}
		found[at] = all[index]
	}
	return found, nil
}

func main() {
	if len(os.Args) < 3 {
		fail("usage: check-log-with-go <folder> <verifier key> <index>...")
	}
	folder, key := os.Args[1], os.Args[2]
	tree := openCheckpoint(folder, key)
	all := hashEntries(folder, tree.N)
	root, err := tlog.TreeHash(tree.N, all)
	must(err)
	if root != tree.Hash {
		fail("the entries do not hash to the root of the checkpoint")
	}
	count := compareTiles(folder, tree.N, all)
	fmt.Printf("checkpoint %d %s\n", tree.N, tree.Hash)
	fmt.Printf("tiles %d\n", count)
	for _, argument := range os.Args[3:] {
		index, err := strconv.ParseInt(argument, 10, 64)
		must(err)
		printProofs(tree, all, index)
	}
}

// openCheckpoint verifies the signature and reads the tree from the note.
func openCheckpoint(folder, key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	must(err)
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	must(err)
	signed, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		fail("the checkpoint is of another origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	tree := tlog.Tree{N: size}
	if copy(tree.Hash[:], root) != tlog.HashSize || len(root) != tlog.HashSize {
		fail("the root is not a hash")
	}
	return tree
}

// hashEntries reads every entry from the bundles and computes all hashes of the tree over them.
func hashEntries(folder string, size int64) hashes {
	var all hashes
	for first := int64(0); first < size; first += 1 << tileHeight {
		width := min64(1<<tileHeight, size-first)
		bundle := readTile(folder, tlog.Tile{H: tileHeight, L: -1, N: first >> tileHeight, W: int(width)})
		for at := int64(0); at < width; at++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				fail(fmt.Sprintf("bundle %d ends too early", first>>tileHeight))
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			added, err := tlog.StoredHashes(first+at, bundle[2:end], all)
			must(err)
			all = append(all, added...)
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			fail(fmt.Sprintf("bundle %d is too long", first>>tileHeight))
		}
	}
	return all
}

// compareTiles holds every hash tile of the folder against the one that tlog computes.
func compareTiles(folder string, size int64, all hashes) int {
	count := 0
	for _, tile := range tlog.NewTiles(tileHeight, 0, size) {
		// Older versions of tlog list every width that an unfinished tile ever had.
		if tile.W < 1<<tileHeight && int64(tile.W) != (size>>(tileHeight*uint(tile.L)))%(1<<tileHeight) {
			continue
		}
		computed, err := tlog.ReadTileData(tile, all)
		must(err)
		if !bytes.Equal(readTile(folder, tile), computed) {
			fail(pathOf(tile) + " differs")
		}
		count++
	}
	return count
}

// pathOf is the path of a tile in C2SP tlog-tiles: that of tlog without the height, with "entries" for "data".
func pathOf(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	if strings.HasPrefix(path, "data/") {
		path = "entries/" + strings.TrimPrefix(path, "data/")
	}
	return "tile/" + path
}

func readTile(folder string, tile tlog.Tile) []byte {
	content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(pathOf(tile))))
	must(err)
	return content
}

// printProofs prints the inclusion proof of an entry, and the consistency proof from the tree that ends behind it.
func printProofs(tree tlog.Tree, all hashes, index int64) {
	record, err := tlog.ProveRecord(tree.N, index, all)
	must(err)
	fmt.Printf("inclusion %d %s\n", index, join(record))
	consistency, err := tlog.ProveTree(tree.N, index+1, all)
	must(err)
	fmt.Printf("consistency %d %s\n", index+1, join(consistency))
}

func join(proof []tlog.Hash) string {
	texts := make([]string, len(proof))
	for at, hash := range proof {
		texts[at] = hash.String()
	}
	return strings.Join(texts, ",")
}

func min64(left, right int64) int64 {
	if left < right {
		return left
	}
	return right
}

func must(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(reason string) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
