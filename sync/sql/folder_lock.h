// SPDX-License-Identifier: Apache-2.0
// One program at a time works on a folder.
#pragma once

#include "forms/base/file_descriptor.h"
#include "forms/base/result.h"

#include <filesystem>

namespace bedside::sql {

/// Held until it goes, also by a death of the program.
class FolderLock {
public:
    /// Locks `file`, which is made when it is not there. Fails with busy and the sentence when another has it, or with io.
    static Result<FolderLock> take(std::filesystem::path const& file, std::string busy);

private:
    explicit FolderLock(FileDescriptor file)
        : m_file(std::move(file))
    {
    }
    FileDescriptor m_file;
};

} // namespace bedside::sql
