using System.Globalization;
using System.Text;
using ResearchLab.Basics;

namespace ResearchLab.Models;

/// <summary>
/// Combinatorial purged cross-validation: every choice of test groups is a fold, and the folds' predictions join into several whole
/// histories, so that a backtest has a distribution instead of one path. Training rows lie on both sides of the test, which suits the
/// comparison of methods; only a walk-forward shows what would have been earned.
/// </summary>
/// <param name="Id">Such as <c>cpcv6-2-3f2a91c0</c>: groups, tested groups and a hash of all boundaries and options.</param>
/// <param name="EmbargoSessions">The embargo used.</param>
/// <param name="GroupStarts">First row of each group, and the number of rows at the end.</param>
/// <param name="Folds">Every combination, in lexical order of their groups.</param>
/// <remarks>López de Prado (2018), "Advances in Financial Machine Learning", Wiley, chapter 12; purged and kept apart on both sides.</remarks>
public sealed record CombinatorialSplit(string Id, int EmbargoSessions, IReadOnlyList<int> GroupStarts, IReadOnlyList<CombinatorialFold> Folds)
{
    /// <summary>Whole histories that the folds' predictions make: each group is tested in so many folds.</summary>
    public int Paths => Folds.Count * Folds[0].Groups.Length / (GroupStarts.Count - 1);

    /// <summary>Splits rows.</summary>
    /// <param name="rows">Rows, ascending by session.</param>
    /// <param name="options">How to split.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="UsageException">The embargo is shorter than the longest label.</exception>
    /// <exception cref="ArgumentException">Rows are not ascending.</exception>
    /// <exception cref="DataUnusableException">They are too few for the groups.</exception>
    public static CombinatorialSplit Split(LabelSpan[] rows, CombinatorialOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Groups is < 2 or > 20 || options.TestGroups < 1 || options.TestGroups >= options.Groups || options.MinimumTrainRows < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options,
                "Groups must be 2 to 20, TestGroups at least 1 and below Groups, MinimumTrainRows at least 1.");
        int embargo = WalkForward.CheckedEmbargo(rows, options.EmbargoSessions);
        int[] starts = [.. Enumerable.Range(0, options.Groups + 1).Select(group => (int)((long)rows.Length * group / options.Groups))];
        if (rows.Length < options.Groups)
            throw TooFew(rows.Length, options);
        var folds = new List<CombinatorialFold>();
        foreach (int[] groups in Combinations(options.Groups, options.TestGroups))
        {
            int[] test = [.. groups.SelectMany(group => Enumerable.Range(starts[group], starts[group + 1] - starts[group]))];
            int[] train = Apart(rows, starts, groups, embargo);
            if (train.Length < options.MinimumTrainRows)
                throw TooFew(rows.Length, options);
            folds.Add(new CombinatorialFold(train, test, groups));
        }

        return new CombinatorialSplit(Identify(rows, starts, folds, embargo, options), embargo, starts, folds);
    }

    /// <summary>The fold that predicts each group in one of the histories.</summary>
    /// <param name="path">Number of the history, from 0.</param>
    /// <returns>Index into <see cref="Folds"/> for each group.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such history.</exception>
    public int[] FoldsOfPath(int path)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(path);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(path, Paths);
        return [.. Enumerable.Range(0, GroupStarts.Count - 1).Select(group =>
            Enumerable.Range(0, Folds.Count).Where(fold => Folds[fold].Groups.Contains(group)).ElementAt(path))];
    }

    /// <summary>Joins the folds' predictions into one history of all rows.</summary>
    /// <param name="path">Number of the history, from 0.</param>
    /// <param name="predictions">For each fold one value for each of its test rows.</param>
    /// <returns>One value a row, in order of time, none of which was trained on by the fold that gave it.</returns>
    /// <exception cref="ArgumentException">There is not one value for each test row of each fold.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such history.</exception>
    public T[] Path<T>(int path, IReadOnlyList<T[]> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count != Folds.Count)
            throw new ArgumentException($"There are predictions of {predictions.Count} folds instead of {Folds.Count}.", nameof(predictions));
        int[] folds = FoldsOfPath(path);
        var joined = new T[GroupStarts[^1]];
        for (int group = 0; group < folds.Length; group++)
        {
            CombinatorialFold fold = Folds[folds[group]];
            if (predictions[folds[group]].Length != fold.Test.Length)
                throw new ArgumentException(Invariant($"Fold {folds[group]} has {predictions[folds[group]].Length} predictions for {fold.Test.Length} rows."),
                    nameof(predictions));
            int count = GroupStarts[group + 1] - GroupStarts[group];
            Array.Copy(predictions[folds[group]], Array.BinarySearch(fold.Test, GroupStarts[group]), joined, GroupStarts[group], count);
        }

        return joined;
    }

    /// <summary>Rows of other groups whose label shares no session with a tested group, its labels or the embargo on either side.</summary>
    private static int[] Apart(LabelSpan[] rows, int[] starts, int[] groups, int embargo)
    {
        var train = new List<int>(rows.Length);
        int[] lasts = Array.ConvertAll(groups, group => LastEnd(rows, starts[group], starts[group + 1]));
        for (int row = 0; row < rows.Length; row++)
        {
            bool apart = true;
            for (int i = 0; i < groups.Length && apart; i++)
                apart = rows[row].EndPosition < rows[starts[groups[i]]].Position - embargo || rows[row].Position > lasts[i] + embargo;
            if (apart)
                train.Add(row);
        }

        return [.. train];
    }

    private static int LastEnd(LabelSpan[] rows, int from, int to)
    {
        int last = 0;
        for (int row = from; row < to; row++)
            last = Math.Max(last, rows[row].EndPosition);
        return last;
    }

    private static IEnumerable<int[]> Combinations(int count, int chosen)
    {
        int[] current = [.. Enumerable.Range(0, chosen)];
        while (true)
        {
            yield return [.. current];
            int place = chosen - 1;
            while (place >= 0 && current[place] == count - chosen + place)
                place--;
            if (place < 0)
                yield break;
            current[place]++;
            for (int i = place + 1; i < chosen; i++)
                current[i] = current[i - 1] + 1;
        }
    }

    private static DataUnusableException TooFew(int rows, CombinatorialOptions options) => new(
        Invariant($"{rows} rows are too few for {options.Groups} groups, {options.TestGroups} tested at a time, with at least {options.MinimumTrainRows} ")
            + "rows to train on after purging. Use a longer history or fewer groups.");

    private static string Identify(LabelSpan[] rows, int[] starts, List<CombinatorialFold> folds, int embargo, CombinatorialOptions options)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"combinatorial;rows={rows.Length};embargo={embargo};tested={options.TestGroups}");
        foreach (int start in starts.SkipLast(1))
            text.Append(CultureInfo.InvariantCulture, $";{rows[start].Session:yyyy-MM-dd}");
        text.Append(CultureInfo.InvariantCulture, $";{rows[^1].Session:yyyy-MM-dd}");
        foreach (CombinatorialFold fold in folds)
        {
            text.Append(CultureInfo.InvariantCulture, $";{fold.Train.Length}");
            // Every run of neighbouring training rows: labels of other lengths leave other rows.
            for (int i = 0; i < fold.Train.Length; i++)
            {
                if (i == 0 || fold.Train[i] != fold.Train[i - 1] + 1)
                    text.Append(CultureInfo.InvariantCulture, $",{fold.Train[i]}");
            }
        }

        return Invariant($"cpcv{options.Groups}-{options.TestGroups}-{WalkForward.ShortHash(text.ToString())}");
    }
}
