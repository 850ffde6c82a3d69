/* The answering path of a model, compiled: features, one matrix, decision. Nothing is learned or stored here.

   Mirrors intents/plain.py line for line in meaning; tests hold the two (and scikit-learn) to the same answers.
   Arrays are the files of a model (intents/artefact.py), mapped into memory and only read. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(p) __builtin_prefetch(p)
#else
#define PREFETCH(p) ((void)0)
#endif

enum { MOST_CLASSES = 1024, MOST_TEXT = 2048, MOST_SAID = 40, MOST_MEANT = 8, SHORTEST = 3, LONGEST_CUT = 80 };
enum { NEAREST_GAP = 2, FARTHEST_GAP = 4, FARTHEST_CONCEPT = 3 };
enum { BEGIN = 2, END = 3 };                       /* around every text */
enum { FIRST_CONCEPT = 0, LAST_CONCEPT = 1 };      /* around every row of concepts */
enum { UNIT = 1, PAIR, GAP, CONCEPT, NEXT, NEAR, ALONE, SAID = 16, MEANT = 32 }; /* intents/features.py */
enum { NOT_PLAIN, PLAIN, DIGIT, SPOKEN, DOOR, LETTER, MARK }; /* letters: intents/tables.py */

typedef struct { uint64_t key; uint32_t row; float idf; } Slot;
typedef struct { uint64_t hash; uint32_t concept; uint32_t length; } Word;
typedef struct { const Slot *slot; int32_t times; } Hit;
typedef struct { uint32_t concept; int start, end; } Found;

typedef struct {
    PyObject_HEAD
    Py_buffer slots_view, words_view, letters_view, weights_view, bias_view, silent_view;
    const Slot *slots;
    const Word *words;
    const uint8_t *letters, *silent;
    const float *weights, *bias;
    float alone[MOST_CLASSES];
    int classes, slot_shift, word_mask, longest_word;
    uint32_t number;                               /* the concept of a run of digits */
    double temperature;
    float floor;
} Kernel;

static inline uint64_t key_of(uint64_t tag, uint64_t a, uint64_t b) { return tag << 42 | a << 21 | b; }

static inline uint64_t place_of(const Kernel *k, uint64_t key) { return key * 0x9E3779B97F4A7C15ULL >> k->slot_shift; }

static inline const Slot *look_up(const Kernel *k, uint64_t key) {
    const uint64_t mask = (1ULL << (64 - k->slot_shift)) - 1;
    for (uint64_t at = place_of(k, key);; at = (at + 1) & mask) {
        const Slot *slot = &k->slots[at];
        if (slot->key == key) return slot;
        if (slot->key == 0) return NULL;
    }
}

/* One block of features: look up, count, weigh by (1 + ln count) idf, scale to length 1, add the rows. */
static void add_block(const Kernel *k, const uint64_t *keys, int n, float *scores) {
    enum { FEW = 512 };
    Hit few[FEW], *hits = n <= FEW ? few : PyMem_Malloc(sizeof(Hit) * n);
    int16_t few_seen[4 * FEW], *seen = few_seen;
    int bits = 3, count = 0;
    if (!hits) return;
    while ((1 << bits) < 2 * n) bits++;
    if ((1 << bits) > 4 * FEW && !(seen = PyMem_Malloc(sizeof(int16_t) << bits))) { if (hits != few) PyMem_Free(hits); return; }
    memset(seen, 0xff, sizeof(int16_t) << bits);
    for (int i = 0; i < n; i++) PREFETCH(&k->slots[place_of(k, keys[i])]);
    for (int i = 0; i < n; i++) {
        const Slot *slot = look_up(k, keys[i]);
        if (!slot) continue;
        uint32_t at = slot->row * 2654435769u >> (32 - bits);
        while (seen[at] >= 0 && hits[seen[at]].slot != slot) at = (at + 1) & ((1u << bits) - 1);
        if (seen[at] >= 0) { hits[seen[at]].times++; continue; }
        seen[at] = (int16_t)count;
        hits[count++] = (Hit){slot, 1};
        const float *row = k->weights + (size_t)slot->row * k->classes;
        for (int c = 0; c < k->classes; c += 16) PREFETCH(row + c);
    }
    float norm = 0;
    for (int i = 0; i < count; i++) {
        float tf = hits[i].times == 1 ? 1.0f : 1.0f + logf((float)hits[i].times), value = tf * hits[i].slot->idf;
        norm += value * value;
    }
    if (count) {
        const float scale = 1.0f / sqrtf(norm);
        for (int i = 0; i < count; i++) {
            const float *row = k->weights + (size_t)hits[i].slot->row * k->classes;
            const float f = scale * (hits[i].times == 1 ? 1.0f : 1.0f + logf((float)hits[i].times));
            for (int c = 0; c < k->classes; c++) scores[c] += f * row[c];
        }
    }
    if (seen != few_seen) PyMem_Free(seen);
    if (hits != few) PyMem_Free(hits);
}

static inline uint32_t folded(uint32_t c) { return c >= '1' && c <= '9' ? '0' : c; }

static inline int is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* Concepts from left to right, the longest word first; a run of digits is one number. */
static int find_concepts(const Kernel *k, const uint32_t *text, int n, Found *found) {
    int count = 0;
    for (int i = 0; i < n;) {
        uint64_t hash = 1469598103934665603ULL;
        int length = 0;
        uint32_t concept = 0;
        for (int j = i; j < n && j - i < k->longest_word; j++) {
            hash = (hash ^ text[j]) * 1099511628211ULL;
            for (uint32_t at = (uint32_t)(hash ^ hash >> 32) & k->word_mask; k->words[at].hash; at = (at + 1) & k->word_mask)
                if (k->words[at].hash == hash && (int)k->words[at].length == j - i + 1) {
                    length = j - i + 1;
                    concept = k->words[at].concept;
                    break;
                }
        }
        if (!length && is_digit(text[i])) {
            if (count && found[count - 1].concept == k->number && found[count - 1].end == i) {
                found[count - 1].end = ++i;
                continue;
            }
            length = 1;
            concept = k->number;
        }
        if (length) found[count++] = (Found){concept, i, i + length};
        i += length ? length : 1;
    }
    return count;
}

/* What text itself adds to the scores, its concepts found before. */
static void add_text(const Kernel *k, const uint32_t *text, int n, const Found *found, int concepts, float *scores) {
    uint32_t p[MOST_TEXT + 2];
    uint64_t keys[5 * (MOST_TEXT + 2)];
    int m = 0;
    p[0] = BEGIN;
    for (int i = 0; i < n; i++) p[i + 1] = folded(text[i]);
    p[n + 1] = END;
    for (int i = 1; i <= n; i++) keys[m++] = key_of(UNIT, p[i], 0);
    for (int i = 1; i <= n + 1; i++) keys[m++] = key_of(PAIR, p[i - 1], p[i]);
    add_block(k, keys, m, scores);
    m = 0;
    for (int i = 0; i < n + 2; i++)
        for (int j = i + NEAREST_GAP; j <= i + FARTHEST_GAP && j < n + 2; j++) keys[m++] = key_of(GAP, p[i], p[j]);
    add_block(k, keys, m, scores);
    m = 0;
    for (int i = 0; i <= concepts; i++) {
        const uint32_t left = i ? found[i - 1].concept : FIRST_CONCEPT, right = i < concepts ? found[i].concept : LAST_CONCEPT;
        keys[m++] = key_of(NEXT, left, right);
        if (i == concepts) break;
        keys[m++] = key_of(CONCEPT, right, 0);
        for (int j = i + 1; j <= i + FARTHEST_CONCEPT && j < concepts; j++) keys[m++] = key_of(NEAR, right, found[j].concept);
    }
    add_block(k, keys, m, scores);
}

/* What the last turn of one or both sides adds for a message of n characters. */
static void add_turns(const Kernel *k, int n, const uint32_t *const said[2], const int lengths[2], float *scores) {
    uint64_t keys[4 * (MOST_SAID + 1)], meant[4 * MOST_MEANT];
    Found found[MOST_TEXT];
    int m = 0, q = 0;
    const uint64_t bucket = n <= 3 ? 1 : n <= 6 ? 2 : n <= 10 ? 3 : 4;
    for (int side = 0; side < 2; side++) {
        if (!lengths[side]) continue;
        const int from = lengths[side] > MOST_SAID ? lengths[side] - MOST_SAID : 0;
        const uint64_t tag = SAID + side, close = SAID + side + 2 * bucket;
        uint32_t before = BEGIN;
        for (int i = from; i <= lengths[side]; i++) {
            const uint32_t now = i < lengths[side] ? folded(said[side][i]) : END;
            keys[m++] = key_of(tag, before, now);
            keys[m++] = key_of(close, before, now);
            before = now;
        }
        const int all = find_concepts(k, said[side], lengths[side], found);
        uint32_t kept[MOST_TEXT];
        int distinct = 0;
        for (int i = 0; i < all; i++) {
            int known = 0;
            for (int j = 0; j < distinct && !known; j++) known = kept[j] == found[i].concept;
            if (!known) kept[distinct++] = found[i].concept;
        }
        for (int j = distinct > MOST_MEANT ? distinct - MOST_MEANT : 0; j < distinct; j++) {
            meant[q++] = key_of(MEANT + side, kept[j], 0);
            meant[q++] = key_of(MEANT + side + 2 * bucket, kept[j], 0);
        }
    }
    add_block(k, keys, m, scores);
    add_block(k, meant, q, scores);
}

/* The likeliest class; its probability comes in *probability. A class under `least` is told as probability 0. */
static int best_of(const Kernel *k, const float *scores, double least, double *probability) {
    int best = 0;
    float second = -INFINITY;
    for (int c = 1; c < k->classes; c++) if (scores[c] > scores[best]) best = c;
    for (int c = 0; c < k->classes; c++) if (c != best && scores[c] > second) second = scores[c];
    if (1.0 / (1.0 + exp((second - scores[best]) / k->temperature)) < least) { *probability = 0; return best; }
    double sum = 0;
    for (int c = 0; c < k->classes; c++) {
        const double below = (scores[c] - (double)scores[best]) / k->temperature;
        if (below > -40) sum += exp(below);
    }
    *probability = 1 / sum;
    return best;
}

static int best_of_text(const Kernel *k, const uint32_t *text, int n, const Found *found, int concepts, double least, double *probability) {
    float scores[MOST_CLASSES];
    memcpy(scores, k->alone, sizeof(float) * k->classes);
    add_text(k, text, n, found, concepts, scores);
    return best_of(k, scores, least, probability);
}

/* A block of the beginnings of a text: what it holds so far, one feature more at a time. */
typedef struct {
    float sum[MOST_CLASSES], squares;
    int count, times[5 * LONGEST_CUT];
    const Slot *seen[5 * LONGEST_CUT];
} Growing;

static inline void add_once_more(const Kernel *k, const Slot *slot, int times, float *sum, float *squares) {
    const float before = times == 1 ? 0.0f : 1.0f + logf((float)(times - 1)), now = times == 1 ? 1.0f : 1.0f + logf((float)times);
    const float *row = k->weights + (size_t)slot->row * k->classes;
    for (int c = 0; c < k->classes; c++) sum[c] += (now - before) * row[c];
    *squares += slot->idf * slot->idf * (now * now - before * before);
}

static void grow(const Kernel *k, Growing *block, uint64_t key) {
    const Slot *slot = look_up(k, key);
    int i = 0;
    if (!slot) return;
    while (i < block->count && block->seen[i] != slot) i++;
    if (i == block->count) { block->seen[block->count++] = slot; block->times[i] = 0; }
    add_once_more(k, slot, ++block->times[i], block->sum, &block->squares);
}

/* The block as it is, with the features that an end here adds: no other feature is like one of those. */
static void add_ended(const Kernel *k, const Growing *block, const uint64_t *ends, int n, float *scores) {
    float sum[MOST_CLASSES], squares = block->squares;
    memcpy(sum, block->sum, sizeof(float) * k->classes);
    for (int i = 0; i < n; i++) {
        const Slot *slot = look_up(k, ends[i]);
        int times = 1;
        for (int j = 0; j < i; j++) times += ends[j] == ends[i];
        if (slot) add_once_more(k, slot, times, sum, &squares);
    }
    if (squares <= 0) return;
    const float scale = 1.0f / sqrtf(squares);
    for (int c = 0; c < k->classes; c++) scores[c] += scale * sum[c];
}

typedef struct { int cut, left, right; double left_probability, right_probability; } Halves;

/* Two questions without a mark between them, one of them `own`: where both halves are likeliest, if over the floor.
   The left halves grow by a character at a time; a right one is read where the left one asks something. */
static Halves two_halves(const Kernel *k, const uint32_t *text, int n, const Found *found, int concepts, int own) {
    Halves best = {0, 0, 0, 0, 0};
    Growing chars, gaps, meanings, *blocks[] = {&chars, &gaps, &meanings};
    uint32_t p[LONGEST_CUT + 1];
    double joint = k->floor;
    if (n < 2 * SHORTEST || n > LONGEST_CUT || k->silent[own]) return best;
    for (int b = 0; b < 3; b++) {
        memset(blocks[b]->sum, 0, sizeof(float) * k->classes);
        blocks[b]->squares = 0;
        blocks[b]->count = 0;
    }
    p[0] = BEGIN;
    for (int cut = 1, next = 0; cut <= n - SHORTEST; cut++) {
        p[cut] = folded(text[cut - 1]);
        grow(k, &chars, key_of(UNIT, p[cut], 0));
        grow(k, &chars, key_of(PAIR, p[cut - 1], p[cut]));
        for (int i = cut - NEAREST_GAP; i >= 0 && i >= cut - FARTHEST_GAP; i--) grow(k, &gaps, key_of(GAP, p[i], p[cut]));
        for (; next < concepts && found[next].end <= cut; next++) {
            grow(k, &meanings, key_of(NEXT, next ? found[next - 1].concept : FIRST_CONCEPT, found[next].concept));
            grow(k, &meanings, key_of(CONCEPT, found[next].concept, 0));
            for (int i = next - 1; i >= 0 && i >= next - FARTHEST_CONCEPT; i--)
                grow(k, &meanings, key_of(NEAR, found[i].concept, found[next].concept));
        }
        if (cut < SHORTEST || (next < concepts && found[next].start < cut)) continue; /* too short, or inside a word */
        float scores[MOST_CLASSES];
        uint64_t ends[FARTHEST_GAP];
        int m = 0;
        memcpy(scores, k->alone, sizeof(float) * k->classes);
        ends[0] = key_of(PAIR, p[cut], END);
        add_ended(k, &chars, ends, 1, scores);
        for (int i = cut + 1 - NEAREST_GAP; i >= 0 && i >= cut + 1 - FARTHEST_GAP; i--) ends[m++] = key_of(GAP, p[i], END);
        add_ended(k, &gaps, ends, m, scores);
        ends[0] = key_of(NEXT, next ? found[next - 1].concept : FIRST_CONCEPT, LAST_CONCEPT);
        add_ended(k, &meanings, ends, 1, scores);
        Halves h = {cut, 0, 0, 0, 0};
        h.left = best_of(k, scores, joint, &h.left_probability);
        if (h.left_probability < joint || k->silent[h.left]) continue;
        h.right = best_of_text(k, text + cut, n - cut, found + next, concepts - next, joint / h.left_probability, &h.right_probability);
        if (k->silent[h.right] || h.left == h.right || (h.left != own && h.right != own)) continue;
        if (h.left_probability * h.right_probability < joint || (best.cut && h.left_probability * h.right_probability == joint)) continue;
        joint = h.left_probability * h.right_probability;
        best = h;
    }
    return best;
}

/* Code points of a str, or -1 and an exception. Longer text than the model reads is cut. */
static int read_text(PyObject *object, uint32_t *out) {
    if (!PyUnicode_Check(object)) {
        PyErr_Format(PyExc_TypeError, "expected text, got %.80s", Py_TYPE(object)->tp_name);
        return -1;
    }
    Py_ssize_t n = PyUnicode_GET_LENGTH(object);
    if (n > MOST_TEXT) n = MOST_TEXT;
    const int kind = PyUnicode_KIND(object);
    const void *data = PyUnicode_DATA(object);
    for (Py_ssize_t i = 0; i < n; i++) out[i] = PyUnicode_READ(kind, data, i);
    return (int)n;
}

/* Whether normalising would change nothing and find nothing personal: then 1, and 2 when there is a mark in it. */
static int plainness(const Kernel *k, const uint32_t *text, int n) {
    int digits = 0, spoken = 0, doors = 0, letters = 0, marks = 0;
    if (!n || n > 256) return 0;
    for (int i = 0; i < n; i++) {
        const int kind = text[i] < 0x10000 ? k->letters[text[i]] : NOT_PLAIN;
        if (kind == NOT_PLAIN || (i > 1 && text[i] == text[i - 1] && text[i] == text[i - 2])) return 0;
        digits += kind == DIGIT;
        spoken += kind == SPOKEN;
        doors += kind == DOOR;
        letters += kind == LETTER;
        marks += kind == MARK;
        if (text[i] == ' ' && (i == 0 || i == n - 1 || text[i - 1] == ' ')) return 0;
    }
    if (digits > 3 || digits + spoken > 10 || (doors && digits + spoken + letters)) return 0;
    return marks ? 2 : 1;
}

static PyObject *Kernel_is_plain(Kernel *k, PyObject *text) {
    uint32_t codes[MOST_TEXT];
    const int n = read_text(text, codes);
    return n < 0 ? NULL : PyBool_FromLong(PyUnicode_GET_LENGTH(text) <= 256 && plainness(k, codes, n));
}

static PyObject *as_list(const float *scores, int n) {
    PyObject *list = PyList_New(n);
    for (int c = 0; list && c < n; c++) {
        PyObject *value = PyFloat_FromDouble(scores[c]);
        if (!value) { Py_CLEAR(list); break; }
        PyList_SET_ITEM(list, c, value);
    }
    return list;
}

/* Scores of n clean characters, alone and after the turns args[1] and args[2] (clean text or None). -1: an exception is set. */
static int score(Kernel *k, const uint32_t *text, int n, PyObject *const *args, Found *found, int *concepts, float *alone, float *after) {
    uint32_t agent[MOST_TEXT], buyer[MOST_TEXT];
    const uint32_t *const said[2] = {agent, buyer};
    int lengths[2];
    if (n < 0) return -1;
    if ((lengths[0] = args[1] == Py_None ? 0 : read_text(args[1], agent)) < 0) return -1;
    if ((lengths[1] = args[2] == Py_None ? 0 : read_text(args[2], buyer)) < 0) return -1;
    *concepts = find_concepts(k, text, n, found);
    memset(after, 0, sizeof(float) * k->classes);
    add_text(k, text, n, found, *concepts, after);
    for (int c = 0; c < k->classes; c++) alone[c] = after[c] + k->alone[c];
    if (lengths[0] + lengths[1] == 0) {
        memcpy(after, alone, sizeof(float) * k->classes);
    } else {
        for (int c = 0; c < k->classes; c++) after[c] += k->bias[c];
        add_turns(k, n, said, lengths, after);
    }
    return n;
}

static int three(Py_ssize_t n) {
    if (n == 3) return 1;
    PyErr_Format(PyExc_TypeError, "expected (text, agent's last turn or None, buyer's last turn or None), got %zd arguments", n);
    return 0;
}

static PyObject *Kernel_scores(Kernel *k, PyObject *const *args, Py_ssize_t nargs) {
    uint32_t text[MOST_TEXT];
    Found found[MOST_TEXT];
    float alone[MOST_CLASSES], after[MOST_CLASSES];
    int concepts;
    if (!three(nargs) || score(k, text, read_text(args[0], text), args, found, &concepts, alone, after) < 0) return NULL;
    PyObject *first = as_list(alone, k->classes), *second = first ? as_list(after, k->classes) : NULL;
    if (!second) { Py_XDECREF(first); return NULL; }
    return Py_BuildValue("(NN)", first, second);
}

static PyObject *Kernel_read(Kernel *k, PyObject *const *args, Py_ssize_t nargs) {
    uint32_t text[MOST_TEXT];
    Found found[MOST_TEXT];
    float alone[MOST_CLASSES], after[MOST_CLASSES];
    double p, q;
    int concepts;
    if (!three(nargs) || score(k, text, read_text(args[0], text), args, found, &concepts, alone, after) < 0) return NULL;
    const int top = best_of(k, alone, 0, &p), context = best_of(k, after, 0, &q);
    return Py_BuildValue("(idid)", top, p, context, q);
}

static PyObject *told(Halves h) {
    if (!h.cut) Py_RETURN_NONE;
    return Py_BuildValue("(iidid)", h.cut, h.left, h.left_probability, h.right, h.right_probability);
}

static PyObject *Kernel_halves(Kernel *k, PyObject *const *args, Py_ssize_t nargs) {
    uint32_t text[MOST_TEXT];
    Found found[MOST_TEXT];
    if (nargs != 2) return PyErr_Format(PyExc_TypeError, "expected (text, class), got %zd arguments", nargs);
    const long own = PyLong_AsLong(args[1]);
    if (own == -1 && PyErr_Occurred()) return NULL;
    if (own < 0 || own >= k->classes) return PyErr_Format(PyExc_ValueError, "class %ld is not one of %d", own, k->classes);
    const int n = read_text(args[0], text);
    if (n < 0) return NULL;
    return told(two_halves(k, text, n, found, find_concepts(k, text, n, found), (int)own));
}

static PyObject *Kernel_decide(Kernel *k, PyObject *const *args, Py_ssize_t nargs) {
    uint32_t text[MOST_TEXT];
    Found found[MOST_TEXT];
    float alone[MOST_CLASSES], after[MOST_CLASSES];
    double top_probability, context_probability;
    int concepts;
    if (!three(nargs)) return NULL;
    if (PyUnicode_Check(args[0]) && PyUnicode_GET_LENGTH(args[0]) > 256) Py_RETURN_NONE;
    const int n = read_text(args[0], text);
    if (n < 0) return NULL;
    if (plainness(k, text, n) != 1) Py_RETURN_NONE;
    if (score(k, text, n, args, found, &concepts, alone, after) < 0) return NULL;
    const int top = best_of(k, alone, 0, &top_probability), context = best_of(k, after, 0, &context_probability);
    const Halves h = two_halves(k, text, n, found, concepts, top);
    return Py_BuildValue("(ididN)", top, top_probability, context, context_probability, told(h));
}

static PyMethodDef Kernel_methods[] = {
    {"is_plain", (PyCFunction)Kernel_is_plain, METH_O, "Whether normalising would change nothing in this raw text."},
    {"scores", (PyCFunction)(void (*)(void))Kernel_scores, METH_FASTCALL,
     "(text, agent, buyer) -> log-odds of every class (alone, after the turns); clean text, turns or None."},
    {"read", (PyCFunction)(void (*)(void))Kernel_read, METH_FASTCALL,
     "(text, agent, buyer) -> (class, probability, class in context, probability); clean text, turns or None."},
    {"halves", (PyCFunction)(void (*)(void))Kernel_halves, METH_FASTCALL,
     "(text, class) -> (cut, left, probability, right, probability) of two questions, or None."},
    {"decide", (PyCFunction)(void (*)(void))Kernel_decide, METH_FASTCALL,
     "(raw, agent, buyer) -> (class, probability, class in context, probability, halves or None); "
     "None: raw must be normalised first or holds marks."},
    {NULL, NULL, 0, NULL},
};

static int map_of(PyObject *object, Py_buffer *view, size_t item, const char *name) {
    if (PyObject_GetBuffer(object, view, PyBUF_SIMPLE) < 0) return -1;
    if (view->len == 0 || view->len % item || (uintptr_t)view->buf % (item < 8 ? item : 8)) {
        PyErr_Format(PyExc_ValueError, "%s: %zd bytes hold no whole, aligned number of items of %zu", name, view->len, item);
        return -1;
    }
    return 0;
}

static int Kernel_init(Kernel *k, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"slots", "words", "letters", "weights", "bias", "silent", "longest_word", "number", "temperature", "floor", NULL};
    PyObject *slots, *words, *letters, *weights, *bias, *silent;
    unsigned int number;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOOOOOiIdf", names, &slots, &words, &letters, &weights, &bias, &silent,
                                     &k->longest_word, &number, &k->temperature, &k->floor)) return -1;
    if (k->slots_view.obj) { PyErr_SetString(PyExc_TypeError, "a kernel is made once"); return -1; }
    if (map_of(slots, &k->slots_view, sizeof(Slot), "slots") || map_of(words, &k->words_view, sizeof(Word), "words")
        || map_of(letters, &k->letters_view, 1, "letters") || map_of(weights, &k->weights_view, 4, "weights")
        || map_of(bias, &k->bias_view, 4, "bias") || map_of(silent, &k->silent_view, 1, "silent")) return -1;
    k->slots = k->slots_view.buf;
    k->words = k->words_view.buf;
    k->letters = k->letters_view.buf;
    k->weights = k->weights_view.buf;
    k->bias = k->bias_view.buf;
    k->silent = k->silent_view.buf;
    k->number = number;
    const size_t count = k->slots_view.len / sizeof(Slot), rows = k->weights_view.len / k->bias_view.len, n_words = k->words_view.len / sizeof(Word);
    k->classes = (int)(k->bias_view.len / 4);
    if (k->classes < 2 || k->classes > MOST_CLASSES || k->silent_view.len != k->classes || k->letters_view.len != 0x10000
        || k->weights_view.len % k->bias_view.len || (count & (count - 1)) || count < 2 || (n_words & (n_words - 1))
        || !(k->temperature > 0) || k->longest_word < 0) {
        PyErr_SetString(PyExc_ValueError, "the arrays of the model do not fit each other");
        return -1;
    }
    k->word_mask = (int)n_words - 1;
    k->slot_shift = 64;
    for (size_t c = count; c > 1; c >>= 1) k->slot_shift--;
    size_t free_slots = 0, free_words = 0;
    for (size_t i = 0; i < count; i++) {
        free_slots += k->slots[i].key == 0;
        if (k->slots[i].key && k->slots[i].row >= rows) { PyErr_SetString(PyExc_ValueError, "a slot names a row that is not there"); return -1; }
    }
    for (size_t i = 0; i < n_words; i++) free_words += k->words[i].hash == 0;
    if (!free_slots || !free_words) { PyErr_SetString(PyExc_ValueError, "a table of the model has no free place"); return -1; }
    memcpy(k->alone, k->bias, sizeof(float) * k->classes);
    const Slot *slot = look_up(k, key_of(ALONE, 0, 0));
    for (int c = 0; slot && c < k->classes; c++) k->alone[c] += k->weights[(size_t)slot->row * k->classes + c] / slot->idf;
    return 0;
}

static void Kernel_dealloc(Kernel *k) {
    PyTypeObject *type = Py_TYPE(k);
    Py_buffer *views[] = {&k->slots_view, &k->words_view, &k->letters_view, &k->weights_view, &k->bias_view, &k->silent_view};
    for (int i = 0; i < 6; i++) if (views[i]->obj) PyBuffer_Release(views[i]);
    type->tp_free((PyObject *)k);
    Py_DECREF(type);
}

static PyType_Slot kernel_slots[] = {
    {Py_tp_init, Kernel_init},
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_dealloc, Kernel_dealloc},
    {Py_tp_methods, Kernel_methods},
    {Py_tp_doc, "A model's answering path over its mapped arrays. Safe to share between threads: nothing changes after the start."},
    {0, NULL},
};
static PyType_Spec kernel_spec = {"intents._kernel.Kernel", sizeof(Kernel), 0, Py_TPFLAGS_DEFAULT, kernel_slots};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_kernel", "Qinda's answering path, compiled.", -1, NULL, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) {
    PyObject *self = PyModule_Create(&module), *type = PyType_FromSpec(&kernel_spec);
    if (!self || !type || PyModule_AddObject(self, "Kernel", type) < 0) { Py_XDECREF(type); Py_XDECREF(self); return NULL; }
    return self;
}
