// SPDX-License-Identifier: Apache-2.0
// Clocks that are wrong, disks that are full or fail, old backups, clones, poison.
#include "forms/base/file_descriptor.h"
#include "tests/faults/faulty_machine.h"
#include "tests/faults/table.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/statvfs.h>

namespace bedside::test {
namespace {

constexpr std::int64_t year_s = 31'557'600;

Result<Line> settled(Run& run, Site& site, TabletProgram& tablet, Line line)
{
    if (!TRY(tablet.drains()))
        return fail(Code::internal, "the tablet does not come to rest: " + bytes_of(site.logs() / "T-03.log"));
    TRY(account(run, site, { &tablet }, line));
    return line;
}

/// The clock and disk of programs that are given its environment.
class FaultyMachine {
public:
    explicit FaultyMachine(std::filesystem::path const& folder)
        : m_file(folder / "machine")
    {
        { std::ofstream(m_file, std::ios::binary) << std::string(sizeof(MachineState), '\0'); }
        FileDescriptor const opened(::open(m_file.c_str(), O_RDWR | O_CLOEXEC));
        m_state = static_cast<MachineState*>(::mmap(nullptr, sizeof(MachineState), PROT_READ | PROT_WRITE, MAP_SHARED, opened.number(), 0));
    }
    ~FaultyMachine() { ::munmap(m_state, sizeof(MachineState)); }
    MachineState& operator*() { return *m_state; }
    MachineState* operator->() { return m_state; }
    std::vector<std::string> environment() const { return { "LD_PRELOAD=" FAULTY_MACHINE, "FAULTY_MACHINE=" + m_file.string(), "ASAN_OPTIONS=verify_asan_link_order=0" }; }

private:
    std::filesystem::path m_file;
    MachineState* m_state;
};

void add(std::vector<std::string>& environment, std::vector<std::string> const& lines) { environment.insert(environment.end(), lines.begin(), lines.end()); }

Result<Line> tablet_clock(Run& run)
{
    auto const site = TRY(Site::make());
    auto tablet = TRY(site->tablet("T-03"));
    FaultyMachine machine(site->folder());
    add(tablet.environment, machine.environment());
    auto const writing = TRY(milliseconds_of([&] { return hands_in_forms(tablet); }));
    char const* const zones[] = { "TZ=Asia/Shanghai", "TZ=America/St_Johns", "TZ=Pacific/Kiritimati", "TZ=UTC" };
    tablet.environment.emplace_back(zones[0]);
    Line line;
    for (int i = 0; i < run.rounds; ++i) {
        tablet.environment.back() = zones[run.upto(3)];
        machine->clock_shift_s = (run.upto(60) - 30) * year_s;
        auto ward = TRY(tablet.ward(forms_a_round));
        sleep_ms(run.upto(writing));
        machine->clock_shift_s += run.upto(1) == 0 ? -3600 : 86'400;
        ward.wait();
        // However wrong its clock is, the tablet delivers.
        if (TRY(tablet.once()) != 0)
            return fail(Code::internal, "with its clock off by " + std::to_string(machine->clock_shift_s / year_s) + " years the tablet does not deliver: " + bytes_of(site->logs() / "T-03.log"));
        ++line.hits;
    }
    machine->clock_shift_s = 0;
    return settled(run, *site, tablet, std::move(line));
}

Result<Line> server_clock(Run& run)
{
    auto const site = TRY(Site::make());
    auto tablet = TRY(site->tablet("T-03"));
    FaultyMachine machine(site->folder());
    site->kill_server();
    add(site->server_environment, machine.environment());
    TRY(site->start_server());
    Line line;
    for (int i = 0; i < run.rounds; ++i) {
        machine->clock_shift_s = (run.upto(30) - 15) * year_s + run.upto(86'400);
        if (i % 4 == 3) {
            site->kill_server();
            TRY(site->start_server());
        }
        TRY(hands_in_forms(tablet));
        TRY(tablet.once()); // outside its certificate's life the tablet is not let in, and waits
        ++line.hits;
    }
    machine->clock_shift_s = 0;
    return settled(run, *site, tablet, std::move(line));
}

/// A disk of its own, of so many bytes.
class SmallDisk {
public:
    explicit SmallDisk(std::int64_t bytes)
    {
        auto const size = "size=" + std::to_string(bytes);
        m_mounted = ::mount("none", m_folder.path().c_str(), "tmpfs", 0, size.c_str()) == 0;
    }
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(m_folder.path().c_str(), MNT_DETACH);
    }
    bool mounted() const { return m_mounted; }
    std::filesystem::path folder() const { return m_folder.path() / "data"; }
    /// Not a byte is left.
    void fill() const
    {
        FileDescriptor const opened(::open((m_folder.path() / "ballast").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
        struct statvfs space {};
        if (::fstatvfs(opened.number(), &space) == 0) // most of it at once
            (void)::posix_fallocate(opened.number(), 0, static_cast<off_t>(space.f_bavail * space.f_frsize));
        std::string const piece(1 << 16, 'x');
        for (auto size = piece.size(); size > 0; size /= 2)
            while (::write(opened.number(), piece.data(), size) > 0) {
            }
    }
    void make_room() const { std::filesystem::remove(m_folder.path() / "ballast"); }

private:
    TemporaryFolder m_folder;
    bool m_mounted = false;
};

enum class Side { tablet, server };

Result<Line> disk_full(Run& run, Side side)
{
    SmallDisk const disk((48LL << 20) + run.rounds * 400'000LL);
    if (!disk.mounted()) {
        Line line;
        line.skipped = "mounting is not permitted here";
        return line;
    }
    SiteOptions options;
    (side == Side::tablet ? options.tablet_folder : options.server_folder) = disk.folder();
    auto const site = TRY(Site::make(options));
    auto tablet = TRY(site->tablet("T-03"));
    Line line;
    auto const writing = TRY(milliseconds_of([&] { return hands_in_forms(tablet); }));
    for (int i = 0; i < run.rounds; ++i) {
        auto ward = TRY(tablet.ward(8 * forms_a_round));
        wait_for_a_form(tablet);
        sleep_ms(run.upto(5));
        // The writer stands still meanwhile: it could be done before the disk is full.
        if (ward.running())
            ::kill(ward.id(), SIGSTOP);
        disk.fill();
        if (ward.running())
            ::kill(ward.id(), SIGCONT);
        sleep_ms(writing);
        auto const before = forms_written(tablet);
        auto const sent = TRY(tablet.once());
        sleep_ms(writing);
        bool const struck = ward.running() && forms_written(tablet) == before;
        line.hits += static_cast<int>(side == Side::tablet ? struck : sent != 0);
        disk.make_room();
        if (ward.wait() != 0)
            return fail(Code::internal, "the kiosk's stand-in did not go on when there was room: " + bytes_of(site->logs() / "T-03.log"));
        if (side == Side::server)
            TRY(tablet.once());
    }
    return settled(run, *site, tablet, std::move(line));
}

Result<Line> disk_fails(Run& run, Side side, int error)
{
    auto const site = TRY(Site::make());
    auto tablet = TRY(site->tablet("T-03"));
    FaultyMachine machine(site->folder());
    if (side == Side::server) {
        site->kill_server();
        add(site->server_environment, machine.environment());
        TRY(site->start_server());
    } else {
        add(tablet.environment, machine.environment());
    }
    Line line;
    auto const writing = TRY(milliseconds_of([&] { return hands_in_forms(tablet); }));
    for (int i = 0; i < run.rounds; ++i) {
        auto ward = TRY(tablet.ward(8 * forms_a_round));
        auto sync = TRY(tablet.once_beside());
        wait_for_a_form(tablet);
        sleep_ms(run.upto(5));
        machine->disk_error = error;
        sleep_ms(writing);
        bool const waited = side == Side::tablet ? ward.running() || sync.running() : TRY(tablet.once()) != 0;
        machine->disk_error = 0;
        // On an error that no patience heals they have ended; what the patient was told counts.
        bool const ended = ward.wait() + sync.wait() != 0;
        line.hits += static_cast<int>(waited || ended);
    }
    return settled(run, *site, tablet, std::move(line));
}

Result<Line> old_backup(Run& run)
{
    auto const site = TRY(Site::make());
    auto tablet = TRY(site->tablet("T-03"));
    Line line;
    for (int i = 0; i < run.rounds; ++i) {
        auto const copy = site->folder() / ("backup-" + std::to_string(i) + ".db");
        TRY(hands_in_forms(tablet));
        TRY(tablet.drains());
        TRY(site->server_command({ "backup", copy.string() }));
        TRY(hands_in_forms(tablet));
        TRY(tablet.drains());
        TRY(tablet.once()); // tells of the receipts
        site->kill_server();
        TRY(site->server_command({ "restore", copy.string() }));
        TRY(site->start_server());
        TRY(tablet.once());
        auto const said = TRY(site->server_command({ "verify" }));
        if (said.find("older backup") == std::string::npos)
            return fail(Code::internal, "the gap does not show: " + said);
        ++line.hits;
        TRY(tablet.drains());
        TRY(tablet.once());
        if (auto const healed = TRY(site->server_command({ "verify" })); healed.find("older backup") != std::string::npos)
            return fail(Code::internal, "the gap is not closed: " + healed);
        std::filesystem::remove(copy);
    }
    line.note = "each gap shown, then closed";
    return settled(run, *site, tablet, std::move(line));
}

Result<Line> cloned_tablet(Run& run)
{
    auto const site = TRY(Site::make());
    std::vector<TabletProgram> all;
    Line line;
    for (int i = 0; i < run.rounds; ++i) {
        auto const name = "T-" + std::to_string(i + 1);
        auto tablet = TRY(site->tablet(name));
        TRY(hands_in_forms(tablet));
        TRY(tablet.drains());
        TabletProgram clone(*site, name + "-clone", site->folder() / (name + "-clone"));
        std::filesystem::copy(tablet.folder, clone.folder, std::filesystem::copy_options::recursive);
        std::filesystem::copy(tablet.credentials, clone.credentials, std::filesystem::copy_options::recursive);
        auto& first = run.upto(1) == 0 ? tablet : clone;
        auto& second = &first == &tablet ? clone : tablet;
        TRY(hands_in_forms(first));
        TRY(first.drains());
        if (run.upto(1) == 0)
            TRY(hands_in_forms(second));
        TRY(second.drains());
        auto const said = TRY(site->server_command({ "verify" }));
        auto const at = said.find(name + ":");
        auto const about = at == std::string::npos ? "" : said.substr(at, said.find('\n', at) - at);
        if (about.find(", ") == std::string::npos)
            return fail(Code::internal, "the clone does not show: " + said);
        ++line.hits;
        all.push_back(std::move(tablet));
        all.push_back(std::move(clone));
    }
    std::vector<TabletProgram const*> both;
    for (auto const& tablet : all)
        both.push_back(&tablet);
    auto const beside = TRY(site->conflicts());
    TRY(account(run, *site, both, line, beside));
    line.note = "every clone detected; contradicting forms kept beside";
    return line;
}

Result<Line> poison(Run& run)
{
    auto const site = TRY(Site::make());
    auto tablet = TRY(site->tablet("T-03"));
    Line line;
    int const forms = 20 * run.rounds;
    TRY(hands_in_forms(tablet, forms, 1 + run.upto(forms - 1)));
    line.hits = 1;
    line = TRY(settled(run, *site, tablet, std::move(line)));
    if (line.put_aside != 1)
        return fail(Code::internal, "the poisoned form is not put aside");
    line.note = "one put aside with its reason, the rest delivered";
    return line;
}

} // namespace

std::vector<FaultTest> machine_faults()
{
    return {
        { "tablet's clock stepped, zone changed", tablet_clock },
        { "server's clock off by years", server_clock },
        { "disk full on the tablet", [](Run& run) { return disk_full(run, Side::tablet); } },
        { "disk full on the server", [](Run& run) { return disk_full(run, Side::server); } },
        { "disk read-only while the tablet writes", [](Run& run) { return disk_fails(run, Side::tablet, EROFS); } },
        { "disk of the tablet fails", [](Run& run) { return disk_fails(run, Side::tablet, EIO); } },
        { "disk of the server fails", [](Run& run) { return disk_fails(run, Side::server, EIO); } },
        { "old backup restored on the server", old_backup },
        { "cloned tablet", cloned_tablet },
        { "one poisoned form among many", poison },
    };
}

} // namespace bedside::test
