using FsCheck;
using FsCheck.Fluent;

namespace ResearchLab.LightGbm.Tests;

public sealed class ModelTextTests
{
    private static readonly Lazy<string> s_text = new(() =>
    {
        double[][] columns = Problems.Uniform(300, 4, seed: 20);
        using Booster booster = Problems.Train(columns, Problems.Xor(columns, third: true), Problems.Multiclass with { Rounds = 4 });
        return booster.Text;
    });

    [Theory]
    [InlineData("")]
    [InlineData("not a model")]
    [InlineData("tree\nversion=v4\n")]
    [InlineData("tree\nversion=v4\nnum_class=1\n\nTree=0\n")]
    public void FromText_NoModel_IsRefused(string text) => Assert.Throws<LightGbmException>(() => Booster.FromText(text));

    /// <summary>
    /// Between the trees and the parameters stands only the importance of features, which no reader needs: a cut there leaves the model whole.
    /// </summary>
    [Fact]
    public void FromText_CutAnywhere_IsRefusedUnlessAllTreesAreThere()
    {
        string text = s_text.Value;
        int trees = text.IndexOf("\nend of trees", StringComparison.Ordinal) + 13, parameters = text.IndexOf("\nparameters:\n", StringComparison.Ordinal) + 13;
        int end = text.IndexOf("\nend of parameters\n", StringComparison.Ordinal);
        for (int length = 0; length <= end; length += 37)
        {
            if (length >= trees && length < parameters)
                Booster.FromText(text[..length]).Dispose();
            else
                Assert.Throws<LightGbmException>(() => Booster.FromText(text[..length]));
        }
    }

    /// <summary>
    /// LightGBM takes more than white space for a number's end and ends the process over some of it: nothing but a number may stand in a number's place.
    /// </summary>
    [Theory]
    [InlineData("\r")]
    [InlineData("\t")]
    [InlineData("\v")]
    [InlineData("\f")]
    [InlineData("\0")]
    [InlineData("\u001b")]
    [InlineData("\u0085")]
    [InlineData("\u00a0")]
    [InlineData(" ")]
    [InlineData("_")]
    [InlineData(",")]
    [InlineData("Infinity")]
    public void FromText_AnythingBesideANumber_IsRefusedInEveryField(string strange)
    {
        string text = s_text.Value, linear = ForeignTexts.Linear(text);
        string[] fields = ["num_class", "num_tree_per_iteration", "label_index", "max_feature_idx", "tree_sizes", "num_leaves", "num_cat", "split_feature",
            "split_gain", "threshold", "decision_type", "left_child", "right_child", "leaf_value", "leaf_weight", "leaf_count", "internal_value",
            "internal_weight", "internal_count", "is_linear", "shrinkage"];
        foreach ((string model, string field) in fields.Select(field => (text, field)).Concat([(linear, "leaf_const"), (linear, "num_features")]))
        {
            int first = model.IndexOf($"\n{field}=", StringComparison.Ordinal) + field.Length + 2;
            Assert.True(first > field.Length + 1, field);
            int end = model.AsSpan(first).IndexOfAny(' ', '\n') + first;
            List<string> damaged = [string.Concat(model.AsSpan(0, first), strange, model.AsSpan(end))];
            foreach (int at in new[] { first, first + 1, end })
            {
                // A CR before the LF is how lines end on Windows.
                if (strange != "\r" || model[at] != '\n')
                    damaged.Add(model.Insert(at, strange));
            }

            // The trees have the sizes the header tells.
            foreach (string edited in damaged)
                Assert.True(Refused(field == "tree_sizes" ? edited : ForeignTexts.WithSizes(edited)), field);
        }

        static bool Refused(string text)
        {
            try
            {
                Booster.FromText(text).Dispose();
                return false;
            }
            catch (LightGbmException)
            {
                return true;
            }
        }
    }

    [Theory]
    [InlineData("left_child=1", "left_child=0")]
    [InlineData("right_child=", "right_child=99 ")]
    [InlineData("split_feature=", "split_feature=9")]
    [InlineData("num_leaves=7", "num_leaves=70")]
    [InlineData("num_leaves=7", "num_leaves=6")]
    [InlineData("num_cat=0", "num_cat=1")]
    [InlineData("is_linear=0", "is_linear=1")]
    [InlineData("leaf_value=", "leaf_value=x")]
    [InlineData("max_feature_idx=3", "max_feature_idx=2")]
    [InlineData("num_class=3", "num_class=2")]
    [InlineData("num_tree_per_iteration=3", "num_tree_per_iteration=0")]
    [InlineData("tree_sizes=", "tree_sizes=9")]
    [InlineData("objective=multiclass num_class:3", "objective=lambdarank")]
    public void FromText_EditedField_IsRefused(string field, string edited)
    {
        string text = s_text.Value;
        int at = text.IndexOf(field, StringComparison.Ordinal);
        Assert.True(at > 0, field);
        Assert.Throws<LightGbmException>(() => Booster.FromText(string.Concat(text.AsSpan(0, at), edited, text.AsSpan(at + field.Length))));
    }

    [Fact]
    public void FromText_AnyCharacterChanged_IsRefusedOrPredictsFinite()
    {
        string text = s_text.Value;
        int end = text.IndexOf("end of trees", StringComparison.Ordinal);
        Gen<(int At, char Character)> edits = Gen.Choose(0, end - 1).SelectMany(at => Gen.Elements("0159-.= \nxe".ToCharArray()).Select(c => (at, c)));
        Prop.ForAll(edits.ToArbitrary(), edit =>
        {
            char[] changed = text.ToCharArray();
            changed[edit.At] = edit.Character;
            try
            {
                using Booster booster = Booster.FromText(new string(changed));
                double[] raw = booster.Predict([0.1, -0.2, 0.3, double.NaN], 1, PredictionKind.RawScore);
                return raw.All(double.IsFinite);
            }
            catch (LightGbmException)
            {
                return true;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500).WithReplay(20260101UL, 1UL));
    }

    [Fact]
    public void Load_CorruptFile_NamesTheFile()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, s_text.Value[..500]);
            var error = Assert.Throws<LightGbmException>(() => Booster.Load(path));
            Assert.Contains(path, error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
