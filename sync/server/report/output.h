// SPDX-License-Identifier: Apache-2.0
// Files that appear whole or not at all, with their hashes.
#pragma once

#include "forms/base/sha256_stream.h"

#include <filesystem>
#include <fstream>
#include <map>

namespace bedside::report {

/// A folder that results are written into; files of the same name are replaced when commit() says so, until then they have another name.
class OutputFolder {
public:
    /// Makes the folder when it is missing. Fails with io.
    static Result<OutputFolder> open(std::filesystem::path folder);
    OutputFolder(OutputFolder&&) noexcept = default;
    ~OutputFolder();

    /// Appends to a file, which begins with the first piece.
    void add(std::string const& name, std::string_view piece);
    struct Written {
        std::string sha256;
        std::uint64_t bytes = 0;
    };
    /// Ends all files so far and says what they are. Fails with io.
    Result<std::map<std::string, Written>> finish();
    /// Gives all their names. Fails with io.
    Result<int> commit();

private:
    struct File {
        std::ofstream stream;
        Sha256Stream hash;
        Written written;
        bool finished = false;
    };
    explicit OutputFolder(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }
    std::filesystem::path m_folder;
    std::map<std::string, File> m_files;
};

} // namespace bedside::report
