// SPDX-License-Identifier: Apache-2.0
#include "sync/server/report/output.h"

namespace bedside::report {
namespace {

std::filesystem::path unfinished(std::filesystem::path const& folder, std::string const& name) { return folder / (name + ".new"); }

auto cannot_write(std::filesystem::path const& file) { return fail(Code::io, "'" + file.string() + "' cannot be written; check the disk and its permissions"); }

} // namespace

Result<OutputFolder> OutputFolder::open(std::filesystem::path folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return cannot_write(folder);
    return OutputFolder(std::move(folder));
}

OutputFolder::~OutputFolder()
{
    std::error_code ignored;
    for (auto const& [name, file] : m_files)
        std::filesystem::remove(unfinished(m_folder, name), ignored);
}

void OutputFolder::add(std::string const& name, std::string_view piece)
{
    auto const [place, is_new] = m_files.try_emplace(name);
    auto& file = place->second;
    if (is_new)
        file.stream.open(unfinished(m_folder, name), std::ios::binary | std::ios::trunc);
    file.stream.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    file.hash.add(piece);
    file.written.bytes += piece.size();
}

Result<std::map<std::string, OutputFolder::Written>> OutputFolder::finish()
{
    std::map<std::string, Written> all;
    for (auto& [name, file] : m_files) {
        if (!file.finished) {
            file.stream.close();
            if (!file.stream)
                return cannot_write(m_folder / name);
            file.written.sha256 = hex(file.hash.digest());
            file.finished = true;
        }
        all.emplace(name, file.written);
    }
    return all;
}

Result<int> OutputFolder::commit()
{
    TRY(finish());
    auto const count = static_cast<int>(m_files.size());
    for (auto const& [name, file] : m_files) {
        std::error_code error;
        std::filesystem::rename(unfinished(m_folder, name), m_folder / name, error);
        if (error)
            return cannot_write(m_folder / name);
    }
    m_files.clear();
    return count;
}

} // namespace bedside::report
