# Mixed model of average pain over the visits, from long.csv in this folder.
#   Rscript mixed_model.R [EXPORT_FOLDER] [ALLOCATION.csv]
# Writes mixed_model.csv beside long.csv. Without an allocation the model has visits only.
# Needs R and nlme (Debian: r-base-core, r-cran-nlme).
arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) >= 1) arguments[1] else "."
suppressPackageStartupMessages(library(nlme))

long <- read.csv(file.path(folder, "long.csv"), colClasses = "character", encoding = "UTF-8")
# At a visit the response that stands; a rating that was refused or not reached is missing, never 0.
pain <- subset(long, form == "pain-nrs" & item == "average" & stands == "true" & status == "DONE")
pain <- data.frame(participant = factor(pain$participant), visit = factor(pain$visit, levels = unique(pain$visit[order(pain$completed)])), pain = as.numeric(pain$value))

first <- levels(pain$visit)[1]
baseline <- subset(pain, visit == first)
pain$baseline <- baseline$pain[match(pain$participant, baseline$participant)]
later <- droplevels(subset(pain, visit != first & !is.na(baseline)))

formula <- pain ~ baseline + visit
if (length(arguments) >= 2) {
  allocation <- read.csv(arguments[2], colClasses = "character")
  later$arm <- factor(allocation$arm[match(later$participant, allocation$number)])
  later <- subset(later, !is.na(arm))
  formula <- pain ~ baseline + visit * arm
}
model <- lme(formula, random = ~ 1 | participant, data = later, method = "REML")
estimates <- summary(model)$tTable
intervals <- intervals(model, which = "fixed")$fixed
result <- data.frame(term = rownames(estimates), estimate = estimates[, "Value"], ci_low = intervals[, "lower"], ci_high = intervals[, "upper"],
                     se = estimates[, "Std.Error"], df = estimates[, "DF"], t = estimates[, "t-value"], p = estimates[, "p-value"])
write.csv(result, file.path(folder, "mixed_model.csv"), row.names = FALSE)
print(result, digits = 4, row.names = FALSE)
cat(nrow(later), "ratings of", nlevels(droplevels(later$participant)), "participants; between", format(as.numeric(VarCorr(model)[1, 2]), digits = 4), "within", format(model$sigma, digits = 4), "(SD)\n")
