// SPDX-License-Identifier: Apache-2.0
// Killed at any moment, out of room, read-only: every completed form exactly once, bytes equal.
#include "tests/store/scenario.h"

#include <csignal>
#include <cstdlib>
#include <random>
#include <sched.h>
#include <set>
#include <poll.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace bedside;
using namespace bedside::test;

namespace {

/// Rounds of the long run, for a night on a real tablet: BEDSIDE_FAULT_ROUNDS=1000.
int rounds()
{
    auto const* text = std::getenv("BEDSIDE_FAULT_ROUNDS");
    return text != nullptr ? std::max(1, std::atoi(text)) : 12;
}

unsigned seed()
{
    auto const* text = std::getenv("BEDSIDE_FAULT_SEED");
    return text != nullptr ? static_cast<unsigned>(std::atoi(text)) : 20261124u;
}

void say(int pipe, char kind, std::string const& id)
{
    auto const line = kind + id + "\n";
    if (::write(pipe, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        ::_exit(3);
}

/// The bytes of a form follow from its id, so that anybody can tell whether they were altered.
std::string bytes_for(std::string const& id) { return nrs_bytes(id, sha256(id)[0] % 11); }

/// A child that answers and completes forms until it is killed, and says each thing only after the store said that it is durable.
[[noreturn]] void patient_without_end(std::filesystem::path const& folder, int pipe)
{
    SystemClock const clock;
    auto opened = store::Store::open(folder, test_key(), clock);
    if (!opened)
        ::_exit(2);
    auto& store = *opened;
    auto begun = store.open_responses();
    if (!begun)
        ::_exit(2);
    for (;;) {
        std::string id;
        if (!begun->empty()) {
            id = begun->back().id;
            begun->pop_back();
        } else {
            auto const made = store.begin_response({ .id = {}, .participant = "P-017", .form = "nrs", .questionnaire = "q|1", .visit = "T1m", .started = {}, .current_path = {} }, patient);
            if (!made)
                ::_exit(2);
            id = made->id;
        }
        for (auto const* path : { "a", "b", "c" }) {
            if (!store.save_answer(id, path, text_answer(id + path), patient))
                ::_exit(2);
            say(pipe, path[0], id);
        }
        if (!store.complete(id, bytes_for(id), patient, { R"({"resourceType":"Observation","id":")" + id + R"("})" }))
            ::_exit(2);
        say(pipe, 'F', id);
    }
}

std::string read_all(int pipe)
{
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(pipe, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(got));
    return text;
}

struct Promised {
    std::set<std::string> forms;
    std::set<std::pair<std::string, char>> answers;
};

void read_promises(std::string_view text, Promised& promised)
{
    while (text.find('\n') != std::string_view::npos) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() + 1);
        if (line.front() == 'F')
            promised.forms.emplace(line.substr(1));
        else
            promised.answers.emplace(std::string(line.substr(1)), line.front());
    }
}

/// Counts what the store holds against what it promised.
void check_promises(store::Store const& store, Promised const& promised)
{
    ok(store.verify());
    int lost = 0;
    int altered = 0;
    std::set<std::string> held;
    std::int64_t sequence = 0;
    int duplicated = 0;
    for (auto const& form : ok(store.completed_forms())) {
        duplicated += !held.insert(form.response_id).second;
        CHECK(form.sequence == ++sequence);
        altered += ok(store.frozen_by_id(form.response_id))->bytes != bytes_for(form.response_id);
        altered += ok(store.outbox_resources(form.sequence)).size() != 1;
    }
    for (auto const& id : promised.forms)
        lost += !held.contains(id);
    for (auto const& [id, path] : promised.answers) {
        auto const answers = ok(store.answers(id));
        auto const found = answers.find(std::string(1, path));
        lost += found == answers.end();
        altered += found != answers.end() && !(found->second == text_answer(id + path));
    }
    CHECK(lost == 0);
    CHECK(duplicated == 0);
    CHECK(altered == 0);
    auto const counts = ok(store.outbox_counts());
    CHECK(counts.waiting == sequence);
}

} // namespace

TEST_CASE("killed at random moments, the store keeps every answer and every completed form exactly once", "[R-002]")
{
    TemporaryFolder folder;
    SystemClock const clock;
    {
        auto store = ok(store::Store::create(folder.path(), test_key(), clock));
        ok(store.set_setting("tablet", "T-03"));
    }
    std::mt19937 random(seed());
    Promised promised;
    // On a slow machine more rounds than asked for, until a form was complete in one.
    for (int round = 0; round < rounds() || (promised.forms.empty() && round < 100 + rounds()); ++round) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        auto const child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            ::close(ends[0]);
            patient_without_end(folder.path(), ends[1]);
        }
        ::close(ends[1]);
        // Now and then before anything is promised; else some time after the first promise, however slow the machine is.
        pollfd first { ends[0], POLLIN, 0 };
        if (random() % 4 != 0)
            ::poll(&first, 1, 10'000);
        ::usleep(std::uniform_int_distribution<useconds_t>(0, 50'000)(random));
        ::kill(child, SIGKILL);
        read_promises(read_all(ends[0]), promised);
        ::close(ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        CHECK(WIFSIGNALED(status));
        if (rounds() < 100 || round % 50 == 0)
            check_promises(ok(store::Store::open(folder.path(), test_key(), clock)), promised);
    }
    check_promises(ok(store::Store::open(folder.path(), test_key(), clock)), promised);
    CHECK_FALSE(promised.forms.empty());
    if (std::getenv("BEDSIDE_FAULT_ROUNDS") != nullptr)
        WARN("kill -9: " << rounds() << " rounds, " << promised.forms.size() << " forms and " << promised.answers.size() << " answers promised; 0 lost, 0 duplicated, 0 altered");
}

namespace {

/// Says what is not as it should be, from a child to its parent.
class Expectations {
public:
    explicit Expectations(int pipe)
        : m_pipe(pipe)
    {
    }
    /// Gives `holds` back.
    bool expect(bool holds, std::string_view what)
    {
        if (!holds)
            say(m_pipe, '-', std::string(what));
        return holds;
    }
    /// The same of a Result, with its failure's sentence.
    template <typename T>
    bool done(Result<T> const& result, std::string_view what)
    {
        return expect(result.has_value(), std::string(what) + (result ? "" : ": " + result.error().message));
    }

private:
    int m_pipe;
};

/// Does `work` in a child; every expectation that failed, a line each. Empty when all held.
template <typename Work>
std::string in_child(Work&& work)
{
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        Expectations expectations(ends[1]);
        work(expectations);
        ::_exit(0);
    }
    ::close(ends[1]);
    auto wrong = read_all(ends[0]);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return status == 0 ? wrong : wrong + "-the child ended with the status " + std::to_string(status) + "\n";
}

constexpr std::string_view no_namespace = "this system gives no namespace for a small disk";
bool impossible(std::string const& wrong) { return wrong.contains(no_namespace); }

/// A small disk of its own at `folder`, seen by this process only. False where the system forbids it.
bool mount_small_disk(std::filesystem::path const& folder, char const* options)
{
    auto const uid = std::to_string(::getuid());
    auto const gid = std::to_string(::getgid());
    if (::unshare(::getuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return false;
    if (uid != "0") {
        std::ofstream("/proc/self/setgroups") << "deny";
        std::ofstream("/proc/self/uid_map") << "0 " + uid + " 1";
        std::ofstream("/proc/self/gid_map") << "0 " + gid + " 1";
    }
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 && ::mount("tmpfs", folder.c_str(), "tmpfs", 0, options) == 0;
}

auto begin_nrs(store::Store& store)
{
    return store.begin_response({ .id = {}, .participant = "P-017", .form = "nrs", .questionnaire = "q|1", .visit = {}, .started = {}, .current_path = {} }, patient);
}

/// Answers until the store refuses; the code of the refusal.
Code answer_until_refused(store::Store& store, std::string const& id, int& kept)
{
    for (;;) {
        auto const saved = store.save_answer(id, "note" + std::to_string(kept), text_answer(std::string(4000, 'x')), patient);
        if (!saved)
            return saved.error().code;
        if (++kept > 10'000)
            return Code::internal;
    }
}

} // namespace

TEST_CASE("a full disk refuses the answer, keeps all before, and goes on by itself when there is room", "[R-003]")
{
    TemporaryFolder folder;
    auto const wrong = in_child([&](Expectations& it) {
        if (!it.expect(mount_small_disk(folder.path(), "size=1500k,mode=700"), no_namespace))
            return;
        TestClock clock;
        auto created = store::Store::create(folder.path(), test_key(), clock);
        if (!it.done(created, "the store is made"))
            return;
        auto& store = *created;
        it.done(store.set_setting("tablet", "T-03"), "the tablet gets its name");
        auto const begun = begin_nrs(store);
        if (!it.done(begun, "a form is begun"))
            return;
        auto const ballast = folder.path() / "ballast";
        std::ofstream(ballast) << std::string(300'000, 'b');
        int kept = 0;
        it.expect(answer_until_refused(store, begun->id, kept) == Code::disk_full, "an answer is refused because the disk is full");
        it.expect(kept >= 10, "at least ten answers fitted");
        auto const full = store.complete(begun->id, nrs_bytes(begun->id, 3) + std::string(100'000, ' '), patient);
        it.expect(!full && full.error().code == Code::disk_full, "completing is refused because the disk is full");
        auto const answers = store.answers(begun->id);
        it.expect(answers && static_cast<int>(answers->size()) == kept, "every answer that was kept is there");
        std::filesystem::remove(ballast);
        // Nothing is opened again: the same call succeeds.
        it.done(store.save_answer(begun->id, "after", integer_answer(1), patient), "an answer is kept once there is room");
        it.done(store.complete(begun->id, nrs_bytes(begun->id, 3), patient), "the form is completed once there is room");
        it.done(store.verify(), "the store is whole");
    });
    if (impossible(wrong))
        SKIP(no_namespace);
    CHECK(wrong == "");
}

TEST_CASE("a quota on the file refuses the answer and keeps all before", "[R-003]")
{
    TemporaryFolder folder;
    auto const wrong = in_child([&](Expectations& it) {
        ::signal(SIGXFSZ, SIG_IGN);
        TestClock clock;
        auto created = store::Store::create(folder.path(), test_key(), clock);
        if (!it.done(created, "the store is made"))
            return;
        auto const begun = begin_nrs(*created);
        if (!it.done(begun, "a form is begun"))
            return;
        rlimit before {};
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 700'000;
        ::setrlimit(RLIMIT_FSIZE, &small);
        int kept = 0;
        it.expect(answer_until_refused(*created, begun->id, kept) == Code::disk_full, "an answer is refused because of the quota");
        ::setrlimit(RLIMIT_FSIZE, &before);
        it.done(created->save_answer(begun->id, "after", integer_answer(1), patient), "an answer is kept without the quota");
        auto const answers = created->answers(begun->id);
        it.expect(answers && static_cast<int>(answers->size()) == kept + 1, "every answer that was kept is there");
        it.done(created->verify(), "the store is whole");
    });
    CHECK(wrong == "");
}

TEST_CASE("a disk that turns read-only is said, and nothing is lost", "[R-003]")
{
    TemporaryFolder folder;
    auto const wrong = in_child([&](Expectations& it) {
        if (!it.expect(mount_small_disk(folder.path(), "size=8m,mode=700"), no_namespace))
            return;
        TestClock clock;
        std::string id;
        {
            auto created = store::Store::create(folder.path(), test_key(), clock);
            if (!it.done(created, "the store is made"))
                return;
            auto const begun = begin_nrs(*created);
            if (!it.done(begun, "a form is begun"))
                return;
            id = begun->id;
            it.done(created->save_answer(id, "a", integer_answer(1), patient), "an answer is kept");
        }
        if (!it.expect(::mount(nullptr, folder.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, "size=8m") == 0, "the disk turns read-only"))
            return;
        auto const before = contents_of(folder.path());
        auto const refused = store::Store::open(folder.path(), test_key(), clock);
        it.expect(!refused && refused.error().code == Code::read_only, "opening is refused because the disk is read-only");
        it.expect(contents_of(folder.path()) == before, "the refusal changes no file");
        if (!it.expect(::mount(nullptr, folder.path().c_str(), nullptr, MS_REMOUNT, "size=8m") == 0, "the disk is writable again"))
            return;
        auto const opened = store::Store::open(folder.path(), test_key(), clock);
        it.expect(opened && opened->answers(id)->size() == 1, "the answer is there");
    });
    if (impossible(wrong))
        SKIP(no_namespace);
    CHECK(wrong == "");
}

TEST_CASE("two programs that write at the same time lose nothing", "[R-014]")
{
    TemporaryFolder folder;
    SystemClock const clock;
    {
        auto store = ok(store::Store::create(folder.path(), test_key(), clock));
        ok(store.set_setting("tablet", "T-03"));
    }
    constexpr int forms = 40;
    auto const program = [&] {
        auto opened = store::Store::open(folder.path(), test_key(), clock);
        if (!opened)
            return 1;
        for (int i = 0; i < forms; ++i) {
            auto const begun = opened->begin_response({ .id = {}, .participant = "P-017", .form = "nrs", .questionnaire = "q|1", .visit = {}, .started = {}, .current_path = {} }, patient);
            if (!begun || !opened->save_answer(begun->id, "a", integer_answer(i), patient) || !opened->complete(begun->id, bytes_for(begun->id), patient))
                return 2;
        }
        return 0;
    };
    for (int i = 0; i < 3; ++i)
        if (::fork() == 0)
            ::_exit(program());
    for (int i = 0; i < 3; ++i) {
        int status = 0;
        ::wait(&status);
        CHECK(status == 0);
    }
    auto const store = ok(store::Store::open(folder.path(), test_key(), clock));
    ok(store.verify());
    CHECK(ok(store.completed_forms()).size() == 3 * forms);
}
